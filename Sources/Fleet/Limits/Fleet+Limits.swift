import Answers
import Logging
import Model
import Status
import Store
import Watchdog

extension Fleet {
    var limitTiming: LimitTiming { LimitTiming(options.limits) }

    /// Why the session's prompts are held back, as a sentence; nil where they are not.
    func limitHold(of id: SessionID, source: String) -> String? {
        if let hold = budgetHold(of: id) { return hold }
        guard !limits.accounts.isEmpty, let account = account(of: id) else { return nil }
        let model = entries[id]?.verdict.status.model
        return limits.accounts[account]?.hold(id, source: source, model: model, limitTiming, now: now())
    }

    func followLimit(_ id: SessionID, from before: AgentStatus?, to status: AgentStatus) {
        guard !limits.isDue, status.state == .limited || limits.account(parking: id) != nil else { return }
        limits.isDue = true
        spawn { await self.lookAtLimits() }
    }

    func tickLimits(_ moment: Timestamp) { lookAtLimits() }

    /// Sees what each account at a limit has come to, writes it down, and does what follows.
    func lookAtLimits() {
        limits.isDue = false
        guard loadLimits() else { return }
        var groups = limits.accounts.mapValues { Set($0.sessions.keys) }
        for (id, entry) in entries where speaksOfLimit(id, entry) {
            let before = limits.account(parking: id)
            if let before, limits.accounts[before]?.isOpen(id) == true { continue }
            guard let account = account(of: id) else { continue }
            // Somebody has logged in as another.
            if let before, before != account { groups[before]?.remove(id) }
            groups[account, default: []].insert(id)
        }
        for (account, ids) in groups { look(at: account, ids) }
    }

    private func look(at account: AccountID, _ ids: Set<SessionID>) {
        let moment = now()
        let sights = ids.compactMap { limitSight(of: $0, limits.accounts[account], moment) }
        guard var limited = limits.accounts[account] ?? LimitedAccount.begin(account, sights, now: moment) else {
            return
        }
        let step = limited.advance(sights, limitTiming, now: moment)
        keep(limited.isForgotten(sights, now: moment) ? nil : limited, of: account, step)
    }

    /// Saves first, then acts: what is done twice after a crash is the same thing twice.
    func keep(_ limited: LimitedAccount?, of account: AccountID, _ step: LimitStep) {
        guard limited != limits.accounts[account] || !step.actions.isEmpty || !step.memories.isEmpty else { return }
        let notes = step.actions.compactMap { action -> NewEvent? in
            guard case .tell(let note) = action else { return nil }
            return NewEvent(
                at: now(), kind: note.kind, session: note.session,
                name: note.session.flatMap { entries[$0]?.record.name }, data: note.data)
        }
        do {
            events.publish(
                try store.saveLimit(account, limited, memories: step.memories, events: notes))
        } catch {
            // What cannot be written down is not done: the next look comes to the same.
            logger.error("a limit cannot be written: \(error.message)", metadata: ["account": "\(account.rawValue)"])
            return
        }
        limits.accounts[account] = limited
        limits.memories.merge(step.memories) { $1 }
        for action in step.actions {
            switch action {
            case .tell: break
            case .answer(let id): spawn { await self.stopAndWait(id) }
            case .resume(let id, let text, let key): sendOn(id, text, key)
            }
        }
    }

    /// Seconds within which the prompt that sends a session on is typed, or it is looked at anew.
    private static let patienceForResume = 60.0

    private func sendOn(_ id: SessionID, _ text: String, _ key: String) {
        do throws(CcmuxError) {
            try post(
                text, to: id, source: LimitedAccount.source, key: key,
                expires: now().adding(seconds: Self.patienceForResume))
        } catch {
            logger.warning("a session cannot be sent on: \(error.message)", metadata: ["id": "\(id)"])
        }
    }

    private func stopAndWait(_ id: SessionID) async {
        guard let menu = entries[id]?.verdict.status.menu, let option = menu.stopAndWait else { return }
        do throws(CcmuxError) {
            try await choose(option, of: menu, in: id)
        } catch {
            logger.info("a menu of limits was not answered: \(error.message)", metadata: ["id": "\(id)"])
        }
    }

    private func loadLimits() -> Bool {
        guard !limits.isLoaded else { return true }
        do {
            let accounts = try store.limitedAccounts(LimitedAccount.self)
            limits.accounts = Dictionary(accounts.map { ($0.account, $0) }) { $1 }
            limits.memories = try store.limitMemories(LimitMemory.self)
            limits.isLoaded = true
            return true
        } catch {
            logger.error("limits cannot be read: \(error.message)")
            return false
        }
    }
}
