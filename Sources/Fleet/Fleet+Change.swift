import Agents
import Logging
package import Model
import Platform
import Runner
import Store
import Tmux

extension Fleet {
    /// Changes what the next launch depends on, the group, or the name.
    package func change(_ word: String, _ patch: SessionPatch) async throws(CcmuxError) -> SessionView {
        let id = try resolve(word)
        guard var record = entries[id]?.record else { throw gone(word) }
        if let budget = patch.budget { setBudget(budget < 0 ? nil : budget, of: id) }
        if let model = patch.model { record.settings.model = nonEmpty(model) }
        if let mode = patch.permissionMode { record.settings.permissionMode = nonEmpty(mode) }
        if let directory = patch.dir { record.settings.directory = try checkedDirectory(directory) }
        if let flags = patch.flags { record.settings.flags = flags }
        if let remoteControl = patch.remoteControl { record.settings.remoteControl = remoteControl }
        if let yolo = patch.yolo { record.settings.yolo = yolo }
        if let variables = patch.env {
            record.settings.environment.merge(try checkedEnvironment(variables)) { $1 }
        }
        for name in patch.unsetEnv ?? [] { record.settings.environment[name] = nil }
        if let group = patch.group { record.group = try checkedGroup(group) }
        let before = record.name
        if let name = patch.name { record.name = try checkedName(name, for: id) }
        guard let current = entries[id]?.record, current != record else { return try view(id) }
        if current.settings != record.settings { try await check(record, catalog.required(record.agent)) }
        if before == record.name {
            let changed =
                current.settings.differences(from: record.settings) + (current.group == record.group ? [] : ["group"])
                + (current.settings.yolo == record.settings.yolo ? [] : ["yolo"])
            try await save(record, kind: "session.changed", data: ["changed": .array(changed.map { .string($0) })])
        } else {
            try await save(record, kind: "session.renamed", data: ["was": .string(before.text)])
        }
        do throws(CcmuxError) {
            try await prepareLaunch(id)
        } catch {
            // A change that was refused must not come with the next launch all the same.
            try? await save(current, kind: "session.changed", data: ["undone": .string(error.message)])
            throw error
        }
        if before != record.name { await renameInTmux(id, to: record.name) }
        if current.settings.yolo != record.settings.yolo { judgeAnew(id) }
        lookSoon()
        return try view(id)
    }

    private func checkedName(_ text: String, for id: SessionID) throws(CcmuxError) -> SessionName {
        guard let name = SessionName(text) else {
            let reason = SessionName.invalidityReason(text) ?? "it is not a name"
            throw CcmuxError(.invalid, "'\(text.prefix(80))' cannot be a session's name: \(reason).")
        }
        if entries.values.contains(where: { $0.record.name == name && $0.record.id != id }) {
            throw CcmuxError(.exists, "There is a session '\(name)' already.")
        }
        let isOurOwn = entries[id]?.sight?.name == text
        if foreignNames.contains(text), !isOurOwn {
            throw CcmuxError(.exists, "There is a tmux session '\(name)' that ccmux did not make.")
        }
        return name
    }

    /// Wherever a person has moved or renamed it.
    private func renameInTmux(_ id: SessionID, to name: SessionName) async {
        guard let sight = entries[id]?.sight else { return }
        do {
            try await tmux.renameSession(
                sight.session, to: name.text, guardedBy: TmuxMark(option: FleetMark.session, value: mark.value(id)))
        } catch {
            logger.warning("tmux did not rename a session: \(error)", metadata: ["id": "\(id)"])
        }
    }

    /// Writes a record, then shows it. What was observed of the conversation meanwhile is kept.
    func save(_ record: SessionRecord, kind: String, data: [String: JSONValue] = [:]) async throws(CcmuxError) {
        var record = record
        guard let current = entries[record.id]?.record else { throw gone(record.name.text) }
        if kind != "conversation.fresh" {
            record.conversation = current.conversation
            record.conversed = current.conversed
            record.firstPrompt = current.firstPrompt
        }
        let stored = try store.update(
            record, event: NewEvent(at: now(), kind: kind, session: record.id, name: record.name, data: data))
        change(record.id) { $0.record = record }
        events.publish(stored)
    }

    /// Takes a session out of the records. Its conversation stays where the agent keeps it.
    package func remove(_ word: String) async throws(CcmuxError) {
        let id = try resolve(word)
        _ = try await want(.stopped, id)
        guard let record = entries[id]?.record else { return }
        let stored = try store.delete(
            id, event: NewEvent(at: now(), kind: "session.removed", session: id, name: record.name))
        entries[id] = nil
        outbox.forget(id)
        checkWaiters()
        checkDeliveryWaiters()
        events.publish(stored)
        for path in [
            options.home.launchFile(id), options.home.spoolFile(id), options.home.screenFile(id),
            options.home.launchLock(id), StatusLineReporter.memory(of: id, in: options.home),
        ] {
            Files.remove(path)
        }
    }

    // MARK: Finding

    /// - Throws: `.notFound` unless `word` is a whole name or an id.
    func resolve(_ word: String, looking: Bool = false) throws(CcmuxError) -> SessionID {
        try NameResolution.resolve(
            word, among: entries.values.map { ($0.record.name, $0.record.id) }, looking: looking)
    }

    func gone(_ word: String) -> CcmuxError {
        CcmuxError(.notFound, "The session '\(word)' was removed meanwhile.")
    }

    func view(_ id: SessionID) throws(CcmuxError) -> SessionView {
        guard let entry = entries[id] else { throw gone(id.text) }
        var view = entry.view(now: now())
        view.today = todaysUsage(of: id)
        return view
    }
}
