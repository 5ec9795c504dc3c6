import Agents
import Logging
package import Model
import Platform
import Runner
import Store
import Tmux

extension Fleet {
    package func start(_ word: String, fresh: Bool) async throws(CcmuxError) -> WishResponse.Outcome {
        let id = try resolve(word)
        guard let entry = entries[id] else { throw gone(word) }
        if fresh { try await beginAnew(id) }
        let isUp = entry.record.wanted == .running && entry.process == .running
        if isUp && !fresh { return try outcome(id, changed: false) }
        try await prepareLaunch(id)
        change(id) { entry in
            entry.blocked = nil
            entry.runtime.blocked = nil
            entry.failures = 0
            entry.holdUntil = nil
        }
        let changed = try await want(.running, id)
        // A runner that waits, blocked or backing off, looks again at once.
        relaunch(id)
        await settled(id)
        try checkNotBlocked(id)
        return try outcome(id, changed: changed || !isUp)
    }

    package func stop(_ word: String) async throws(CcmuxError) -> WishResponse.Outcome {
        let id = try resolve(word)
        let changed = try await want(.stopped, id)
        return try outcome(id, changed: changed)
    }

    package func archive(_ word: String) async throws(CcmuxError) -> WishResponse.Outcome {
        let id = try resolve(word)
        let changed = try await want(.archived, id)
        return try outcome(id, changed: changed)
    }

    /// Launches the agent anew with the settings as they are now. A stopped session is started.
    package func restart(_ word: String) async throws(CcmuxError) -> WishResponse.Outcome {
        let id = try resolve(word)
        guard let entry = entries[id] else { throw gone(word) }
        if entry.record.wanted == .archived {
            throw CcmuxError(
                .refused, "'\(entry.record.name)' is archived.",
                advice: "ccmux start \(entry.record.name) brings it back.")
        }
        guard entry.record.wanted == .running, entry.pane != nil else { return try await start(word, fresh: false) }
        try await prepareLaunch(id)
        let before = entry.runtime.agent
        relaunch(id)
        record(NewEvent(at: now(), kind: "session.restart", session: id, name: entry.record.name))
        let patience = options.stopGrace + 10
        let isBack = await wait(for: id, seconds: patience) { entry in
            guard let entry else { return true }
            return entry.process == .blocked || (entry.runtime.agent != nil && entry.runtime.agent != before)
        }
        guard isBack else {
            throw CcmuxError(
                .timedOut, "'\(entry.record.name)' was not back after \(Int(patience)) s.",
                advice: "ccmux show \(entry.record.name) tells more.")
        }
        try checkNotBlocked(id)
        return try outcome(id, changed: true)
    }

    private func checkNotBlocked(_ id: SessionID) throws(CcmuxError) {
        guard let entry = entries[id], entry.process == .blocked else { return }
        throw CcmuxError(
            .refused, "'\(entry.record.name)' is blocked: \(entry.detail ?? "no reason is known")",
            advice: "It starts by itself once that is mended.")
    }

    /// Restarts one after the other, in tasks of the fleet's own: the caller's own pane may be among them.
    ///
    /// - Parameter words: nil for all that are wanted running.
    /// - Throws: `.notFound` when there is nothing to restart.
    package func restart(all words: [String]?) async throws(CcmuxError) -> WishResponse {
        let names =
            words ?? entries.values.filter { $0.record.wanted == .running }.map(\.record.name).sorted().map(\.text)
        guard !names.isEmpty else {
            throw CcmuxError(.notFound, "There is no running session to restart.", advice: "ccmux new NAME starts one.")
        }
        let (stream, continuation) = AsyncStream.makeStream(of: WishResponse.Outcome.self)
        spawn {
            for name in names {
                do throws(CcmuxError) {
                    continuation.yield(try await self.restart(name))
                } catch {
                    continuation.yield(.init(name: name, session: nil, error: error, changed: false))
                }
            }
            continuation.finish()
        }
        var outcomes: [WishResponse.Outcome] = []
        for await outcome in stream { outcomes.append(outcome) }
        return WishResponse(outcomes: outcomes)
    }

    // MARK: What they have in common

    /// Writes a wish, then waits until it is so. True when it was not wanted before.
    @discardableResult
    func want(_ wanted: WantedState, _ id: SessionID) async throws(CcmuxError) -> Bool {
        guard var record = entries[id]?.record else { throw gone(id.text) }
        let changed = record.wanted != wanted
        if changed {
            let before = record.wanted
            record.wanted = wanted
            try await save(
                record, kind: "session.wanted",
                data: ["wanted": .string(wanted.rawValue), "was": .string(before.rawValue)])
            if wanted == .running {
                change(id) { entry in
                    entry.runtime.launches = 0
                    entry.runtime.restarts = 0
                    entry.runtime.blocked = nil
                }
            } else {
                change(id) { $0.blocked = nil }
            }
        }
        lookSoon()
        if wanted != .running {
            let patience = options.stopGrace * 2 + 8
            let isDown = await wait(for: id, seconds: patience) { entry in
                entry.map { $0.sight == nil && !$0.isBusy } ?? true
            }
            guard isDown else {
                throw CcmuxError(
                    .timedOut, "'\(record.name)' is still ending after \(Int(patience)) s.",
                    advice: "It will not be started again; ccmux show \(record.name) tells more.")
            }
        }
        return changed
    }

    private func outcome(_ id: SessionID, changed: Bool) throws(CcmuxError) -> WishResponse.Outcome {
        let view = try view(id)
        return .init(name: view.name.text, session: view, error: nil, changed: changed)
    }

    /// A new conversation in place of one that is gone. One that is there is not given up.
    private func beginAnew(_ id: SessionID) async throws(CcmuxError) {
        guard var record = entries[id]?.record else { throw gone(id.text) }
        let kind = try catalog.required(record.agent)
        let launch = await launchFile(for: record).launch
        if let conversation = record.conversation, let evidence = launch.evidence,
            evidence.presence(of: conversation) == .present
        {
            throw CcmuxError(
                .refused, "The conversation of '\(record.name)' is there: \(evidence.path(of: conversation))",
                advice: "Start it without --fresh, and clear it in the agent; or make another session.")
        }
        let before = record.conversation
        record.conversation = kind.takesConversationID ? .random() : nil
        record.conversed = false
        // The launch file leads, so it comes first.
        _ = try LaunchFile.update(id, in: options.home) { [record] launch in
            launch.conversation = record.conversation
            launch.conversed = false
        }
        try await save(
            record, kind: "conversation.fresh", data: ["was": before.map { .string($0.text) } ?? .null])
    }
}
