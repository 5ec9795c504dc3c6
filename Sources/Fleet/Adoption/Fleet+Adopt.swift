import Agents
package import Model
import Platform
import Runner
import Store
import Transcripts

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension Fleet {
    /// Makes a session of a conversation that was begun without ccmux.
    ///
    /// All that can be refused is refused before anything is ended or written. A crash in between leaves at worst a
    /// conversation that nothing writes, or a copy that no session has: asking again does the rest.
    package func adopt(_ request: AdoptRequest) async throws(CcmuxError) -> AdoptionResult {
        try checkNotOurs(request.conversation)
        let way = request.way ?? .plain
        let machine = conversations()
        let found = try await machine.find(request.conversation)
        let kind = try kind(request.session.agent, for: found)
        let began = machine.directory(of: found)
        var wish = request.session
        wish.agent = kind.name
        if wish.dir.isEmpty { wish.dir = try recorded(began, found) }
        if wish.name.isEmpty { wish.name = freeName(from: wish.dir) }
        if wish.prompt != nil {
            throw CcmuxError(.invalid, "A conversation is adopted as it is, without a first prompt.")
        }
        if wish.worktree != nil {
            throw CcmuxError(
                .invalid, "A conversation is adopted in a directory that is there.",
                advice: "ccmux isolate NAME moves the session into a worktree of its own afterwards.")
        }
        var record = try await validated(wish)
        record.conversed = true
        if way == .fork {
            let origin = SessionOrigin(way: .fork, conversation: found.uuid, session: nil, at: now())
            return try await fork(ForkSource(path: found.file.path, kind: kind, origin: origin), into: record)
        }
        record.conversation = found.uuid
        let launch = await launchFile(for: record).launch
        try checkResumes(launch, found, began: began)
        let rule = AdoptionRules.Wish(
            conversation: found.uuid, way: way, force: request.force == true, pid: request.pid,
            kept: kept(request.caller))
        let writers = try AdoptionRules.targets(rule, await machine.writers(of: found))
        let left = try await end(writers, rule, patience: min(max(request.patience ?? 10, 0), 600))
        if let writer = await machine.writers(of: found).first, way == .takeover || writer.evidence != .guess {
            throw AdoptionRules.isBack(rule, writer)
        }
        // Much may have happened meanwhile.
        try checkNotOurs(request.conversation)
        let origin = SessionOrigin(way: way, conversation: found.uuid, session: nil, at: now())
        let view = try await begin(record, launch, origin, ended: writers)
        return AdoptionResult(
            session: view, way: way, from: found.uuid, ended: writers.map(\.process.pid), left: left.map(\.pid))
    }

    // MARK: Checks

    private func checkNotOurs(_ conversation: ConversationID) throws(CcmuxError) {
        guard let entry = entries.values.first(where: { $0.record.conversation == conversation }) else { return }
        throw CcmuxError(
            .exists, "The session '\(entry.record.name)' has conversation \(conversation) already.",
            advice: "ccmux fork \(entry.record.name) NEW begins another one from it.")
    }

    /// The kind that was asked for, where it keeps its transcripts in the same folder.
    private func kind(_ name: String?, for found: Conversations.Found) throws(CcmuxError) -> any AgentKind {
        guard let name, name != found.root.kind.name else { return found.root.kind }
        let kind = try catalog.required(name)
        guard transcriptFolder(of: kind, session: [:]) == found.root.folder else {
            throw CcmuxError(
                .refused, "Conversation \(found.uuid) is \(found.root.kind.name)'s, and \(name) would not find it.")
        }
        return kind
    }

    private func recorded(_ directory: String?, _ found: Conversations.Found) throws(CcmuxError) -> String {
        guard let directory else {
            throw CcmuxError(
                .refused, "Conversation \(found.uuid) does not tell its directory.",
                advice: "Say where to work on a copy: --fork --directory DIR.")
        }
        if let reason = Files.unusableDirectoryReason(directory) {
            throw CcmuxError(
                .refused, "The directory of conversation \(found.uuid), \(directory), \(reason).",
                advice: "Put it back; or work on a copy elsewhere: --fork --directory DIR.")
        }
        return directory
    }

    /// An agent that looks for a transcript by the directory must find this one there.
    private func checkResumes(
        _ launch: LaunchFile, _ found: Conversations.Found, began: String?
    ) throws(CcmuxError) {
        if let reason = launch.blocked { throw CcmuxError(.refused, reason) }
        if let evidence = launch.evidence {
            guard evidence.presence(of: found.uuid) == .present else {
                let path = evidence.path(of: found.uuid)
                throw CcmuxError(
                    .refused,
                    path == found.file.path
                        ? "Conversation \(found.uuid) has nothing in it that can be resumed."
                        : "\(launch.agent) looks for conversation \(found.uuid) at \(path); it is at \(found.file.path).",
                    advice: path == found.file.path ? nil : "Work on a copy there: --fork.")
            }
        } else if let began, Files.realPath(began) != Files.realPath(launch.settings.directory) {
            throw CcmuxError(
                .refused, "Conversation \(found.uuid) works in \(began).",
                advice: "Work on a copy elsewhere: --fork --directory DIR.")
        }
    }

    /// Neither this daemon, nor whoever asks, nor what they run below.
    private func kept(_ caller: Int32?) -> Set<Int32> {
        let own = [getpid()] + [caller].compactMap(\.self)
        return Set(own + own.flatMap { ProcessTable.ancestors(of: $0) })
    }

    /// `web` from `/home/u/src/web`, or `web-2` where that is taken.
    private func freeName(from directory: String) -> String {
        let last = directory.split(separator: "/").last ?? ""
        var base = String(
            last.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") ? $0 : "-" }.prefix(50))
        base = String(base.drop { $0 == "-" || $0 == "_" })
        if base.isEmpty { base = "adopted" }
        let taken = Set(entries.values.map(\.record.name.text))
        return taken.contains(base)
            ? (2...).lazy.map { "\(base)-\($0)" }.first { !taken.contains($0) } ?? base : base
    }

    // MARK: Deeds

    /// SIGTERM, the patience, and SIGKILL where it is wished.
    ///
    /// - Returns: what they had started and did not take with them.
    private func end(
        _ writers: [ConversationWriter], _ rule: AdoptionRules.Wish, patience: Double
    ) async throws(CcmuxError) -> [ProcessIdentity] {
        guard !writers.isEmpty else { return [] }
        let processes = writers.map(\.process)
        let below = processes.flatMap { ProcessTable.descendants(of: $0.pid) }
        record(
            NewEvent(
                at: now(), kind: "conversation.takeover",
                data: [
                    "uuid": .string(rule.conversation.text),
                    "pids": .array(processes.map { .integer(Int64($0.pid)) }), "force": .bool(rule.force),
                ]))
        for process in processes {
            ProcessTable.signal(SIGTERM, to: process)
            // One that is stopped would not notice.
            ProcessTable.signal(SIGCONT, to: process)
        }
        if await !areGone(processes, within: patience) {
            guard rule.force else {
                let left = writers.first { ProcessTable.isAlive($0.process) } ?? writers[0]
                throw AdoptionRules.stays(rule, left, seconds: patience)
            }
            for process in processes { ProcessTable.signal(SIGKILL, to: process) }
            guard await areGone(processes, within: 5) else {
                throw CcmuxError(.failed, "Process \(processes[0].pid) does not end, not even by SIGKILL.")
            }
        }
        return below.filter(ProcessTable.isAlive)
    }

    /// Writes the session down and starts it.
    func begin(
        _ record: SessionRecord, _ launch: LaunchFile, _ origin: SessionOrigin, ended: [ConversationWriter] = []
    ) async throws(CcmuxError) -> SessionView {
        try checkFree(record.name)
        let stored = try insert(record, launch)
        var runtime = RuntimeRecord()
        runtime.origin = origin
        entries[record.id] = Entry(record: record, runtime: runtime)
        change(record.id) { _ in }
        events.publish(stored)
        var data: [String: JSONValue] = [
            "from": .string(origin.conversation.text), "to": .string(record.conversation?.text ?? ""),
            "way": .string(origin.way.rawValue),
        ]
        if let session = origin.session { data["session"] = .string(session.text) }
        if !ended.isEmpty { data["ended"] = .array(ended.map { .integer(Int64($0.process.pid)) }) }
        let kind = origin.session == nil ? "session.adopted" : "session.forked"
        saveRuntime(record.id, [NewEvent(at: now(), kind: kind, session: record.id, name: record.name, data: data)])
        if record.wanted == .running {
            lookSoon()
            await settled(record.id)
        }
        return try view(record.id)
    }
}
