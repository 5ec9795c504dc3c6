import Agents
import Answers
import Logging
import Model
import Platform
import Status
import Store

extension Fleet {
    /// What is answered for this session without a person.
    func policy(of entry: Entry) -> Policy {
        let directory = entry.record.settings.directory
        return Policy(
            rules: options.policy.rules(session: entry.record.name, group: entry.record.group),
            yolo: entry.record.settings.yolo,
            place: .init(directory: Files.realPath(directory) ?? directory, home: options.userHome))
    }

    /// Asks the policies about what has opened; answers it where one clearly matches.
    func judge(_ open: ApprovalBoard.Open) {
        let id = open.approval.id
        guard let entry = entries[open.approval.session], open.answered == nil, !open.isJudged, !open.isTyped else {
            return
        }
        let policy = policy(of: entry)
        if open.hook != nil, let request = open.request {
            approvals[id]?.isJudged = true
            guard let verdict = policy.verdict(on: request) else { return }
            spawn {
                await self.follow(verdict, .allow, open)
            }
            return
        }
        guard let menu = open.menu, open.approval.channel == .keys, isCorroborated(open, entry) else { return }
        approvals[id]?.isJudged = true
        let verdict = policy.verdict(
            on: menu, state: open.approval.kind, request: open.request, isLaunch: isLaunch(entry))
        guard let verdict, case .option(let option) = verdict.answer else { return }
        spawn {
            await self.follow(verdict, .choose(option), open)
        }
    }

    /// After a change of what is allowed.
    func judgeAnew(_ id: SessionID) {
        for open in approvals.all(of: id) {
            approvals[open.approval.id]?.isJudged = false
            if let open = approvals[open.approval.id] { judge(open) }
        }
    }

    private func follow(_ verdict: Policy.Verdict, _ plan: AnswerPlan, _ open: ApprovalBoard.Open) async {
        do throws(CcmuxError) {
            try await carryOut(plan, open, note: nil, by: "policy: \(verdict.rule)", rule: verdict.rule)
        } catch {
            // It is the person's then; a menu that opens anew is judged anew.
            logger.warning(
                "a policy's answer was not given: \(error.message)",
                metadata: ["id": "\(open.approval.session)", "rule": "\(verdict.rule)"])
        }
    }

    /// Neither a prompt nor an answer of this launch has been seen: what asks now belongs to the start.
    private func isLaunch(_ entry: Entry) -> Bool {
        let later: [Signals.HookTopic] = [.prompt, .tool, .end, .ask, .compaction]
        if later.contains(where: { entry.signals.hooks[$0] != nil }) { return false }
        guard let launched = entry.runtime.startedAt, let transcript = entry.signals.transcript else { return true }
        return transcript.since <= launched
    }

    /// Keys are typed for a policy only where nothing speaks against the menu. An agent whose hooks work tells of each
    /// permission by one: a menu without is a quotation, until the daemon was away.
    private func isCorroborated(_ open: ApprovalBoard.Open, _ entry: Entry) -> Bool {
        guard entry.verdict.rule == .menuOnScreen else { return false }
        let file = entry.signals.sessionFile?.value.status
        if case .busy = file { return false }
        guard open.request == nil, open.approval.kind == .permission else { return true }
        if let file {
            guard case .waiting = file else { return false }
        } else if entry.signals.transcript?.value.isEnd == true {
            return false
        }
        guard let prompt = entry.signals.hooks[.prompt] else { return true }
        guard let kind = catalog.kind(entry.record.agent), kind.tellsOfPermissions else { return true }
        return prompt.since > open.approval.since
    }

    // MARK: What no menu asks

    /// An agent that was interrupted while nobody was there is told to go on; a screen that asks for Enter gets it.
    func goOn(_ id: SessionID, _ moment: Timestamp) {
        guard let entry = entries[id], let screen = entry.signals.screen, entry.runtime.agent != nil,
            !entry.isRemembered, !entry.isTyping, moment.seconds(since: screen.since) >= Self.standstill
        else { return }
        let rules = options.policy.rules(session: entry.record.name, group: entry.record.group)
        switch screen.value.scene {
        case .composer:
            guard let text = rules.interrupted, !text.isEmpty, screen.value.notice == .interrupted,
                entry.state == .idle, screen.value.draft == nil, !entry.watch.isAttached
            else { return }
            tellInterrupted(id, text, since: screen.since)
        case .menu(let menu):
            guard rules.pressEnter == true, menu.options.isEmpty, entry.state == .dialog,
                !approvals.hasPressed(id, screen.since),
                let verdict = policy(of: entry).verdict(onRows: screen.value.rows)
            else { return }
            approvals.notePress(id, screen.since)
            spawn { await self.pressEnter(id, menu, verdict.rule) }
        default: return
        }
    }

    /// Seconds for which a screen must not have changed.
    private static let standstill = 2.0

    private func tellInterrupted(_ id: SessionID, _ text: String, since: Timestamp) {
        guard !approvals.hasPressed(id, since) else { return }
        approvals.notePress(id, since)
        do throws(CcmuxError) {
            try post(text, to: id, source: "policy.interrupted", key: "interrupted-\(since.milliseconds)")
            recordPolicy(id, rule: "interrupted", answer: text)
        } catch {
            logger.warning("an interrupted agent was not told to go on: \(error.message)", metadata: ["id": "\(id)"])
        }
    }

    private func pressEnter(_ id: SessionID, _ menu: OpenMenu, _ rule: String) async {
        do throws(CcmuxError) {
            try await pressOnce("Enter", id) { seen in
                if case .menu(let current) = seen { current.asksTheSame(as: menu) } else { false }
            }
            recordPolicy(id, rule: rule, answer: "Enter")
        } catch {
            logger.warning("Enter was not pressed: \(error.message)", metadata: ["id": "\(id)"])
        }
    }

    private func recordPolicy(_ id: SessionID, rule: String, answer: String) {
        record(
            NewEvent(
                at: now(), kind: "policy.answered", session: id, name: entries[id]?.record.name,
                data: ["rule": .string(rule), "answer": .string(String(answer.prefix(500)))]))
    }
}
