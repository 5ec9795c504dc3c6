import Agents
import Answers
import Delivery
import Logging
package import Model
import Platform
import Runner
import Status
import Store
import Tmux

extension Fleet {
    /// Answers what a session asks.
    ///
    /// - Throws: `.refused` where nothing is open, another approval than the one that was looked at is, or somebody was
    ///   first; `.invalid` where the words mean none of its options.
    package func answer(_ word: String, _ request: AnswerRequest) async throws(CcmuxError) -> AnswerResponse {
        let id = try resolve(word)
        if request.approval == nil { await observe() }
        followApproval(id)
        if let wanted = request.approval { return try await answer(approval: wanted, request, of: id) }
        guard let open = approvals.current(of: id) ?? shownMenu(of: id) else {
            throw CcmuxError(
                .refused, "'\(word)' asks nothing at the moment.", advice: "ccmux list shows who needs an answer.")
        }
        return try await answer(open, request)
    }

    /// Answers one open approval.
    package func answer(
        approval word: String, _ request: AnswerRequest, of session: SessionID? = nil
    ) async throws(CcmuxError) -> AnswerResponse {
        guard let open = approvals[word], session == nil || session == open.approval.session else {
            throw CcmuxError(
                .notFound, "There is no open approval '\(word.prefix(40))'.",
                advice: "ccmux approvals lists those that are open; another one may be, by now.")
        }
        return try await answer(open, request)
    }

    /// A menu that is no approval (of limits, of a login), or has only just opened.
    private func shownMenu(of id: SessionID) -> ApprovalBoard.Open? {
        guard let entry = entries[id], let menu = entry.verdict.status.menu else { return nil }
        let approval = Approval(
            id: "", session: id, name: entry.record.name, agent: entry.record.agent, kind: entry.state,
            subject: menu.subject ?? menu.title, question: menu.question, options: menu.options,
            since: entry.signals.screen?.since ?? now(), channel: .keys)
        return ApprovalBoard.Open(approval: approval, menu: menu)
    }

    /// The menu that `answer` would answer, for looking at it.
    package func question(of word: String) async throws(CcmuxError) -> ApprovalList {
        let id = try resolve(word, looking: true)
        await observe()
        followApproval(id)
        let open = approvals.all(of: id).filter { $0.answered == nil }
        if open.isEmpty { return ApprovalList(approvals: shownMenu(of: id).map { [current($0)] } ?? []) }
        return ApprovalList(approvals: open.map { current($0) })
    }

    private func answer(
        _ open: ApprovalBoard.Open, _ request: AnswerRequest
    ) async throws(CcmuxError) -> AnswerResponse {
        let name = current(open).name
        if let note = request.note, !note.isEmpty { try PromptText.check(note) }
        guard (request.note?.utf8.count ?? 0) <= 100_000 else { throw CcmuxError(.invalid, "The note is too long.") }
        if let first = open.answered {
            let age = Int(now().seconds(since: first.at))
            throw CcmuxError(.refused, "It was answered already: \(first.answer), by \(first.by), \(age) s ago.")
        }
        let plan = try AnswerPlan.make(
            request.answers, menu: open.menu, kind: open.approval.kind,
            request: open.hook == nil ? nil : open.request)
        if let note = request.note, !note.isEmpty {
            switch plan {
            case .refuse, .dismiss: break
            case .choose(let option) where OptionWords(option.label).isNo: break
            default: throw CcmuxError(.invalid, "A note goes with a refusal; this is none.")
            }
        }
        let note = request.note.flatMap { $0.isEmpty ? nil : $0 }
        try await lookAgain(at: open)
        let channel = try await carryOut(plan, open, note: note, by: "user")
        var approval = current(open)
        approval.channel = channel
        let said = Self.words(of: plan, note: note)
        logger.info("an approval was answered", metadata: ["name": "\(name)", "id": "\(open.approval.id)"])
        return AnswerResponse(approval: approval, answer: said, channel: channel)
    }

    /// The dialog that was looked at must still stand. What was never drawn cannot be looked at.
    private func lookAgain(at open: ApprovalBoard.Open) async throws(CcmuxError) {
        let session = open.approval.session
        guard open.hook != nil, let menu = open.menu, let pane = entries[session]?.pane?.id else { return }
        let deadline = monotonicSeconds() + 1
        repeat {
            if case .menu(let current) = await sight(of: session, in: pane),
                current.asksTheSame(as: menu) || open.request?.isDialog(current) == true
            {
                return
            }
            try? await Task.sleep(for: .milliseconds(60))
        } while monotonicSeconds() < deadline
        await observe()
        followApproval(session)
        throw CcmuxError(
            .refused, "Its dialog is not open any more.", advice: "ccmux approvals lists what is.")
    }

    static func words(of plan: AnswerPlan, note: String?) -> String {
        switch plan {
        case .allow: "yes"
        case .refuse, .dismiss: note.map { "no: \($0)" } ?? "no"
        case .answers(_, let shown): shown
        case .choose(let option): option.label
        }
    }

    /// Gives the answer, and sees the dialog go.
    ///
    /// - Parameter rule: a policy's; nil for a person's answer.
    @discardableResult
    func carryOut(
        _ plan: AnswerPlan, _ open: ApprovalBoard.Open, note: String?, by who: String, rule: String? = nil
    ) async throws(CcmuxError) -> Approval.Channel {
        let id = open.approval.id
        let said = Self.words(of: plan, note: note)
        if !id.isEmpty {
            // Between the look and this no other has answered: nothing was awaited since.
            guard approvals[id] != nil, approvals[id]?.answered == nil else {
                throw CcmuxError(.refused, "It was answered by somebody else meanwhile.")
            }
            approvals[id]?.answered = .init(by: who, answer: said, at: now())
        }
        if let hook = open.hook, let decision = Self.decision(plan, open.approval.kind, note: note) {
            recordAnswer(open, said, .hook, by: who, rule: rule)
            hook.decide(decision)
            guard rule == nil else { return .hook }
            return try await heeded(open, plan, note: note)
        }
        approvals[id]?.isTyped = true
        defer { approvals[id]?.isTyped = false }
        do throws(CcmuxError) {
            try await type(plan, open)
        } catch {
            approvals[id]?.answered = nil
            throw error
        }
        recordAnswer(open, said, .keys, by: who, rule: rule)
        if let note {
            // The agent waits for words after a refusal at its dialog.
            try post(
                note, to: open.approval.session, source: "answer",
                key: id.isEmpty ? nil : "note-\(id)-\(open.approval.since.milliseconds)")
        }
        return .keys
    }

    private func recordAnswer(
        _ open: ApprovalBoard.Open, _ said: String, _ channel: Approval.Channel, by who: String, rule: String?
    ) {
        var data = facts(of: open.approval)
        data["answer"] = .string(String(said.prefix(500)))
        data["channel"] = .string(channel.rawValue)
        if let rule { data["rule"] = .string(rule) } else { data["by"] = .string(who) }
        recordApproval(rule == nil ? "approval.answered" : "policy.answered", open.approval, data)
    }

    private static func decision(_ plan: AnswerPlan, _ kind: AgentState, note: String?) -> HookDecision? {
        switch plan {
        case .allow: HookDecision(allow: true, isPlan: kind == .plan ? true : nil)
        case .answers(let answers, _): HookDecision(allow: true, answers: answers)
        // Without a reason the turn ends, as it does after a person's no at the dialog.
        case .refuse: HookDecision(allow: false, message: note, interrupt: note == nil ? true : nil)
        case .choose, .dismiss: nil
        }
    }

    /// Seconds within which an agent takes its hook's word.
    private static let patienceForHook = 6.0

    /// Waits until the dialog is gone; presses keys where it stands although its hook was answered.
    private func heeded(
        _ open: ApprovalBoard.Open, _ plan: AnswerPlan, note: String?
    ) async throws(CcmuxError) -> Approval.Channel {
        let session = open.approval.session
        guard let pane = entries[session]?.pane?.id else { return .hook }
        let deadline = monotonicSeconds() + Self.patienceForHook
        var without = 0
        while monotonicSeconds() < deadline {
            try? await Task.sleep(for: .milliseconds(60))
            guard entries[session]?.pane?.id == pane else { return .hook }
            let hasLeft = approvals[open.approval.id]?.hook == nil
            switch await sight(of: session, in: pane) {
            case .menu(let menu):
                let isIt = open.menu.map { $0.asksTheSame(as: menu) } ?? (menu.kind == open.approval.kind)
                without = isIt ? 0 : without + 1
            case .other: without += 1
            case .unreadable: break
            }
            if hasLeft, without >= 2 {
                observeClosely()
                return .hook
            }
        }
        // Tried the other way only where it demonstrably stands.
        guard let menu = open.menu ?? approvals[open.approval.id]?.menu,
            case .menu(let current) = await sight(of: session, in: pane),
            current.asksTheSame(as: menu)
        else { return .hook }
        let option: OpenMenu.Option? =
            switch plan {
            case .allow: MenuAnswer.yes.option(of: menu)
            case .refuse: MenuAnswer.no.option(of: menu)
            default: nil
            }
        guard let option, !OptionWords(option.label).isRefusalInWords else {
            throw CcmuxError(
                .failed, "The answer was given, but the dialog still stands.",
                advice: "ccmux attach \(current.title == nil ? session.text : "\(open.approval.name)") shows it.")
        }
        approvals[open.approval.id]?.isTyped = true
        defer { approvals[open.approval.id]?.isTyped = false }
        try await choose(option, of: menu, in: session)
        return .keys
    }

    private func type(_ plan: AnswerPlan, _ open: ApprovalBoard.Open) async throws(CcmuxError) {
        let session = open.approval.session
        guard let menu = open.menu else {
            throw CcmuxError(.refused, "The dialog is not on the screen, so that no key can answer it.")
        }
        switch plan {
        case .choose(let option):
            guard !menu.isMultiple || OptionWords(option.label).plain.hasPrefix("submit") else {
                throw CcmuxError(
                    .refused, "Several options can be ticked here, which only a person at the terminal can do.",
                    advice: "ccmux attach \(open.approval.name)")
            }
            try await choose(option, of: menu, in: session)
        case .dismiss: try await dismiss(menu, in: session)
        case .allow, .refuse, .answers:
            // The hook went away between the look and the answer.
            throw CcmuxError(.refused, "The hook that waited is gone.", advice: "Try again: keys take over.")
        }
    }
}
