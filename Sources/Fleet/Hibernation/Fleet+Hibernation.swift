import Logging
package import Model
import Platform
import Runner
import Status
import Store
import Watchdog

/// The wish is the record; the launch file carries it to the runner, and back when a key in the pane woke it. Whatever
/// a crash leaves half done is finished by the reconciler: see `Reconciler.decide`.
extension Fleet {
    /// Puts a session's process away: its place and its conversation stay.
    ///
    /// - Parameter force: also where something would be lost or disturbed.
    package func hibernate(_ word: String, force: Bool) async throws(CcmuxError) -> WishResponse.Outcome {
        let id = try resolve(word)
        guard let entry = entries[id] else { throw gone(word) }
        let name = entry.record.name
        if entry.record.wanted == .hibernated {
            return .init(name: name.text, session: try view(id), error: nil, changed: false)
        }
        guard entry.record.wanted == .running else {
            throw CcmuxError(.refused, "'\(name)' is \(entry.record.wanted.rawValue): there is nothing to put away.")
        }
        if !force {
            let obstacle = entry.process == .running ? candidate(id)?.obstacle : "its agent does not run"
            if let obstacle {
                throw CcmuxError(
                    .refused, "'\(name)' is not hibernated: \(obstacle).",
                    advice: "ccmux hibernate --force \(name) does it all the same.")
            }
        }
        try putDown(id, by: "user", reason: nil)
        let isDown = await wait(for: id, seconds: options.stopGrace + 10) { entry in
            guard let entry else { return true }
            return entry.record.wanted != .hibernated || entry.process == .hibernated
        }
        let isHibernated = entries[id]?.record.wanted == .hibernated
        guard isDown, isHibernated else {
            throw CcmuxError(
                isHibernated ? .timedOut : .refused,
                isHibernated ? "The agent of '\(name)' is still ending." : "'\(name)' was woken again at once.",
                advice: "ccmux show \(name) tells more.")
        }
        return .init(name: name.text, session: try view(id), error: nil, changed: true)
    }

    /// Wakes a session, and returns when its agent runs, or when it is known why not, or after a few seconds.
    package func wake(_ word: String) async throws(CcmuxError) -> WishResponse.Outcome {
        let id = try resolve(word)
        guard let record = entries[id]?.record else { throw gone(word) }
        switch record.wanted {
        case .hibernated:
            try await wake(id)
            await settled(id)
        case .running: break
        case .stopped, .archived:
            throw CcmuxError(
                .refused, "'\(record.name)' is \(record.wanted.rawValue), not hibernated.",
                advice: "ccmux start \(record.name)")
        }
        return .init(
            name: record.name.text, session: try view(id), error: nil, changed: record.wanted == .hibernated)
    }

    /// Wakes a hibernated session; does nothing for any other. Returns when the wish is written down.
    package func wake(_ id: SessionID) async throws(CcmuxError) {
        guard entries[id]?.record.wanted == .hibernated else { return }
        try want(.running, id, by: "wake", reason: nil)
        lookSoon()
    }

    private func putDown(_ id: SessionID, by: String, reason: String?) throws(CcmuxError) {
        // A runner that was woken by a key said so in the launch file, and that must not be taken for an answer to this.
        followLaunchFile(id)
        try want(.hibernated, id, by: by, reason: reason)
        lookSoon()
    }

    private func want(_ wanted: WantedState, _ id: SessionID, by: String, reason: String?) throws(CcmuxError) {
        guard var record = entries[id]?.record, record.wanted != wanted else { return }
        var data: [String: JSONValue] = [
            "wanted": .string(wanted.rawValue), "was": .string(record.wanted.rawValue), "by": .string(by),
        ]
        if let reason { data["reason"] = .string(reason) }
        record.wanted = wanted
        let stored = try store.update(
            record, event: NewEvent(at: now(), kind: "session.wanted", session: id, name: record.name, data: data))
        change(id) { entry in
            entry.record = record
            entry.blocked = nil
            if wanted == .running {
                entry.runtime.launches = 0
                entry.runtime.restarts = 0
            }
        }
        events.publish(stored)
    }

    // MARK: What was done in the pane

    /// What a launch file that is written now says, where it said `before`.
    func hibernation(after before: LaunchFile.Hibernation?, of id: SessionID) -> LaunchFile.Hibernation? {
        guard entries[id]?.record.wanted == .hibernated else { return nil }
        return before == .woken ? .woken : .asked
    }

    func follow(hibernation: LaunchFile.Hibernation?, of id: SessionID) {
        entries[id]?.isPutAway = hibernation == .asked
        guard hibernation == .woken else { return }
        if entries[id]?.record.wanted == .hibernated { hasWoken(id) }
        // Only then: a daemon that ends in between reads it again.
        guard entries[id]?.record.wanted != .hibernated else { return }
        _ = try? LaunchFile.update(id, in: options.home) { launch in
            if launch.hibernation == .woken { launch.hibernation = nil }
        }
    }

    /// Its agent runs again, although nobody told us to wake it.
    func hasWoken(_ id: SessionID) {
        do {
            try want(.running, id, by: "pane", reason: nil)
        } catch {
            logger.error("a record cannot be written: \(error.message)", metadata: ["id": "\(id)"])
        }
    }

    /// A terminal that comes to a hibernated session wakes it.
    func noteAttached(_ id: SessionID, _ isAttached: Bool) {
        let hasCome = hibernation.note(id, isAttached: isAttached, at: now())
        guard hasCome, entries[id]?.record.wanted == .hibernated else { return }
        spawn {
            do throws(CcmuxError) {
                try await self.wake(id)
            } catch {
                self.logger.error("a session cannot be woken: \(error.message)", metadata: ["id": "\(id)"])
            }
        }
    }

    // MARK: What the reconciler decided

    func putAway(_ id: SessionID) async throws {
        try await prepareLaunch(id)
        guard let entry = entries[id], entry.record.wanted == .hibernated else { return }
        relaunch(id)
        let isDown = await wait(for: id, seconds: options.stopGrace + 5) { entry in
            guard let entry, entry.record.wanted == .hibernated else { return true }
            return entry.runtime.agent == nil
        }
        guard isDown else { throw CcmuxError(.timedOut, "its agent does not end") }
    }

    func launchAgain(_ id: SessionID) async throws {
        try await prepareLaunch(id)
        // One that is still ending is launched anew by its runner, which reads the file once more.
        if entries[id]?.runtime.agent == nil { relaunch(id) }
    }

    // MARK: By itself

    private static let interval = 5.0

    func tickHibernation(_ moment: Timestamp) {
        let settings = options.hibernation
        guard settings.idleMinutes > 0 || settings.memoryFloor > 0,
            moment.seconds(since: hibernation.lastLook) >= Self.interval
        else { return }
        hibernation.lastLook = moment
        hibernation.forget(except: entries.keys)
        var candidates: [SessionID: HibernationCandidate] = [:]
        for (id, entry) in entries
        where entry.record.wanted == .running && entry.process == .running && !entry.isBusy && !entry.isRemembered
            && entry.state == .idle
        {
            candidates[id] = candidate(id)
        }
        let available = settings.memoryFloor > 0 ? SystemMemory.available : nil
        let chosen = HibernationPolicy(settings).choose(
            among: candidates, available: available, relieved: hibernation.relieved, now: moment)
        for (id, reason) in chosen {
            if available.map({ $0 < settings.memoryFloor }) ?? false { hibernation.relieved = moment }
            do {
                try putDown(id, by: "hibernation", reason: reason)
            } catch {
                logger.error("a session cannot be put away: \(error.message)", metadata: ["id": "\(id)"])
            }
        }
    }

    private func candidate(_ id: SessionID) -> HibernationCandidate? {
        guard let entry = entries[id] else { return nil }
        let status = entry.verdict.status
        let since = [entry.shown?.since, hibernation.lastSeen(id), entry.runtime.startedAt].compactMap { $0 }.max()
        let hasPrompts = (try? store.hasOpenPrompts(id)) ?? true
        return HibernationCandidate(
            state: status.state, since: since ?? now(), draft: status.draft || entry.isTyping,
            background: status.background, menuIsOpen: status.menu != nil,
            hasPrompts: hasPrompts || (entry.signals.screen?.value.queued ?? 0) > 0,
            isAttached: entry.watch.isAttached, canResume: canResume(id))
    }

    /// Where the two command lines are the same, a launch begins anew.
    private func canResume(_ id: SessionID) -> Bool {
        guard let launch = try? LaunchFile.read(options.home.launchFile(id)) else { return false }
        return launch.begin != launch.resume
    }
}
