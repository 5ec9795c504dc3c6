import Agents
import Delivery
import Logging
package import Model
import Platform
import Runner
import Store
import Tmux

extension Fleet {
    /// Makes a session, and starts it unless it is not to be. Returns when its agent runs, or when it is known why not,
    /// or after a few seconds.
    package func create(_ request: NewSessionRequest) async throws(CcmuxError) -> SessionView {
        if let wish = request.worktree { return try await create(request, in: wish) }
        return try await create(request, id: .random(), worktree: nil)
    }

    func create(
        _ request: NewSessionRequest, id: SessionID, worktree: SessionWorktree?
    ) async throws(CcmuxError) -> SessionView {
        var record = try await validated(request)
        record.id = id
        record.settings.worktree = worktree
        let launch = await launchFile(for: record).launch
        // Once more: another request may have come while the agent's program was asked.
        try checkFree(record.name)
        let stored = try insert(record, launch)
        entries[record.id] = Entry(record: record, runtime: RuntimeRecord())
        change(record.id) { _ in }
        events.publish(stored)
        if record.wanted == .running {
            lookSoon()
            await settled(record.id)
        }
        return try view(record.id)
    }

    /// The launch file first: one that no record refers to does no harm, a record without one could not be launched.
    func insert(_ record: SessionRecord, _ launch: LaunchFile) throws(CcmuxError) -> [Event] {
        let path = options.home.launchFile(record.id)
        do throws(CcmuxError) {
            try launch.write(path)
            return try store.insert(
                record,
                event: NewEvent(
                    at: now(), kind: "session.created", session: record.id, name: record.name,
                    data: ["agent": .string(record.agent), "dir": .string(record.settings.directory)]))
        } catch {
            Files.remove(path)
            throw error
        }
    }

    /// All that can be known to be wrong is refused here, before anything is written.
    func validated(_ request: NewSessionRequest) async throws(CcmuxError) -> SessionRecord {
        guard let name = SessionName(request.name) else {
            let reason = SessionName.invalidityReason(request.name) ?? "it is not a name"
            throw CcmuxError(.invalid, "'\(request.name.prefix(80))' cannot be a session's name: \(reason).")
        }
        try checkFree(name)
        let kind = try catalog.required(request.agent ?? options.defaultAgent)
        let settings = SessionSettings(
            directory: try checkedDirectory(request.dir), model: nonEmpty(request.model),
            permissionMode: nonEmpty(request.permissionMode), flags: request.flags ?? [],
            environment: try checkedEnvironment(request.env ?? [:]), remoteControl: request.remoteControl ?? .asUser,
            yolo: request.yolo ?? false)
        let prompt = nonEmpty(request.prompt)
        let record = SessionRecord(
            id: .random(), name: name, agent: kind.name, settings: settings, group: try checkedGroup(request.group),
            wanted: request.start == false ? .stopped : .running,
            conversation: kind.takesConversationID ? .random() : nil, firstPrompt: prompt, created: now())
        try await check(record, kind)
        if let prompt {
            try PromptText.check(prompt)
            // The kernel takes 128 KiB an argument.
            guard prompt.utf8.count < 128 * 1024 - 16 else {
                throw CcmuxError(
                    .invalid, "A first prompt may have 128 KiB; this one has \(prompt.utf8.count / 1024) KiB.",
                    advice: "Start the session without it, then: ccmux send \(name) - < FILE")
            }
            try kind.check(prompt: prompt)
        }
        return record
    }

    func checkFree(_ name: SessionName) throws(CcmuxError) {
        guard entries.values.contains(where: { $0.record.name == name }) else { return }
        throw CcmuxError(.exists, "There is a session '\(name)' already.", advice: "ccmux show \(name) shows it.")
    }

    /// Asks the agent's kind, with the binary as it is.
    func check(_ record: SessionRecord, _ kind: any AgentKind) async throws(CcmuxError) {
        let (context, capabilities) = try await context(kind, agentEnvironment(of: record).variables)
        try kind.check(record.settings, capabilities, context)
    }

    func checkedDirectory(_ given: String) throws(CcmuxError) -> String {
        var path = given == "~" ? options.userHome : given
        if path.hasPrefix("~/") { path = options.userHome + path.dropFirst() }
        if path.contains("\0") { throw CcmuxError(.invalid, "A directory cannot have a NUL in its name.") }
        if let reason = Files.unusableDirectoryReason(path) {
            throw CcmuxError(.invalid, "The directory \(path) \(reason).")
        }
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }

    func checkedGroup(_ group: String?) throws(CcmuxError) -> String? {
        guard let group = nonEmpty(group) else { return nil }
        if let reason = SessionName.invalidityReason(group) {
            throw CcmuxError(.invalid, "'\(group.prefix(80))' cannot be a group's name: \(reason).")
        }
        return group
    }

    func checkedEnvironment(_ variables: [String: String]) throws(CcmuxError) -> [String: String] {
        for (name, value) in variables {
            let isName =
                name.utf8.allSatisfy { $0 == UInt8(ascii: "_") || $0.isASCIIAlphanumeric }
                && name.utf8.first.map { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false
            guard isName else { throw CcmuxError(.invalid, "'\(name.prefix(80))' cannot be a variable's name.") }
            if value.contains("\0") { throw CcmuxError(.invalid, "The value of \(name) has a NUL in it.") }
            if name.hasPrefix("CCMUX_") && name != "CCMUX_DEMO_HOME" {
                throw CcmuxError(.refused, "\(name) is set by ccmux itself.")
            }
        }
        return variables
    }

    func nonEmpty(_ text: String?) -> String? { text?.isEmpty == false ? text : nil }

    /// Waits until a session that is wanted running has come to something.
    func settled(_ id: SessionID) async {
        _ = await wait(for: id, seconds: 10) { entry in
            guard let entry, entry.record.wanted == .running else { return true }
            return entry.process != .starting
        }
    }
}

extension UInt8 {
    fileprivate var isASCIIAlphanumeric: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
