import Agents
import Answers
import Logging
package import Model
import Platform
import Runner
import Status
import Store

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Fleet {
    /// Every open permission, question, plan and other menu, the longest open first.
    package func approvalList() -> ApprovalList {
        for id in entries.keys { followApproval(id) }
        let open = approvals.open.values.filter { $0.answered == nil }.map { current($0) }
        return ApprovalList(approvals: open.sorted { ($0.since, $0.id) < ($1.since, $1.id) })
    }

    /// With the name that the session has now.
    func current(_ open: ApprovalBoard.Open) -> Approval {
        var approval = open.approval
        if let name = entries[approval.session]?.record.name { approval.name = name }
        return approval
    }

    // MARK: Hooks

    /// Takes what comes in over `report.sock`.
    package func take(_ incoming: Incoming) {
        switch incoming {
        case .hookLeft(let hook): approvals.hookLeft(hook)
        case .report(let report, let hook):
            // As it was before: the report itself may end what was open.
            take(report)
            if let hook, !openApproval(report, hook) { hook.release() }
        }
    }

    /// False where the hook need not wait.
    private func openApproval(_ report: Report, _ hook: WaitingHook) -> Bool {
        guard case .hook(let content) = report.content, let entry = entries[report.session],
            entry.runtime.nonce == report.nonce, entry.runtime.agent != nil,
            let kind = catalog.kind(entry.record.agent),
            let payload = try? JSONDecoder().decode(JSONValue.self, from: Data(content.payload.utf8)),
            var request = kind.request(ofHook: payload)
        else { return false }
        request.isCut = request.isCut || content.isCut == true
        let approval = Approval(
            id: "", session: report.session, name: entry.record.name, agent: entry.record.agent, kind: request.kind,
            tool: request.tool, subject: request.subject, questions: request.questions, since: report.at,
            channel: .hook)
        guard let open = approvals.add(.init(approval: approval, request: request, hook: hook)) else { return false }
        tell(opened: open)
        judge(open)
        return true
    }

    // MARK: Screens

    /// Looks whether what is open is still open, and whether something else is.
    func followApproval(_ id: SessionID) {
        guard let entry = entries[id] else {
            return approvals.closeAll(of: id).forEach(tell)
        }
        guard entry.runtime.agent != nil, entry.pane != nil else {
            // Before the first look nothing is known of the panes.
            guard lookedAt != nil else { return }
            return approvals.closeAll(of: id).forEach(tell)
        }
        guard let sight = dialogSight(entry) else { return }
        let moment = now()
        let changes = approvals.follow(id, sight, now: moment) { menu, kind in
            Approval(
                id: "", session: id, name: entry.record.name, agent: entry.record.agent, kind: kind,
                subject: menu.subject ?? menu.title, question: menu.question, options: menu.options,
                since: sight.since, channel: .keys)
        }
        changes.forEach(tell)
        for open in approvals.all(of: id) where open.menu != nil && open.approval.channel == .keys { judge(open) }
    }

    func tickApprovals(_ moment: Timestamp) {
        let sessions = Set(approvals.open.values.map(\.approval.session))
        for id in sessions { followApproval(id) }
        for (id, entry) in entries where !sessions.contains(id) && entry.state.isMenu { followApproval(id) }
        for id in entries.keys { goOn(id, moment) }
    }

    /// Nil where the screen says nothing that counts.
    private func dialogSight(_ entry: Entry) -> ApprovalBoard.Sight? {
        guard !entry.isRemembered, let screen = entry.signals.screen else { return nil }
        let events = [entry.signals.hooks[.prompt], entry.signals.hooks[.end], entry.signals.hooks[.session]]
        let seen = max(screen.seen, entry.watch.isCurrent ? lookedAt ?? screen.seen : screen.seen)
        var sight = ApprovalBoard.Sight(
            menu: nil, kind: entry.state, since: screen.since, seen: seen, isFree: false,
            ended: events.compactMap { $0?.since }.max())
        switch screen.value.scene {
        case .menu(let menu):
            // What only the screen says, against all else, is no menu; limits and logins are others' matter.
            let kinds: Set<AgentState> = [.permission, .question, .plan, .trust, .dialog, .resume]
            guard let open = entry.verdict.status.menu, open.asksTheSame(as: menu), !menu.options.isEmpty,
                kinds.contains(entry.state)
            else { return nil }
            sight.menu = menu
        case .composer, .working, .compacting: sight.isFree = true
        case .blank, .gone, .unclear: return nil
        }
        return sight
    }

    // MARK: Telling

    private func tell(_ change: ApprovalBoard.Change) {
        switch change {
        case .opened(let open): tell(opened: open)
        case .closed(let open):
            var data = facts(of: open.approval)
            if let answered = open.answered { data["by"] = .string(answered.by) }
            recordApproval("approval.closed", open.approval, data)
        case .unheeded(let open):
            logger.warning(
                "a dialog stands although its hook was answered", metadata: ["id": "\(open.approval.session)"])
            recordApproval("approval.unheeded", open.approval, facts(of: open.approval))
        }
    }

    private func tell(opened open: ApprovalBoard.Open) {
        recordApproval("approval.opened", open.approval, facts(of: open.approval))
    }

    func recordApproval(_ kind: String, _ approval: Approval, _ data: [String: JSONValue]) {
        record(
            NewEvent(
                at: now(), kind: kind, session: approval.session,
                name: entries[approval.session]?.record.name ?? approval.name, data: data))
    }

    func facts(of approval: Approval) -> [String: JSONValue] {
        var data: [String: JSONValue] = [
            "id": .string(approval.id), "kind": .string(approval.kind.rawValue),
            "channel": .string(approval.channel.rawValue),
        ]
        if let tool = approval.tool { data["tool"] = .string(tool) }
        if let subject = approval.subject ?? approval.question {
            data["subject"] = .string(String(String.UnicodeScalarView(subject.unicodeScalars.prefix(500))))
        }
        return data
    }
}
