import Agents
import Dispatch
import Logging
import Model
import Platform
import Runner
import Status
import Store

extension Fleet {
    // MARK: Hooks

    /// What a hook announces of the turn.
    func take(hook payload: JSONValue, _ raw: String, _ report: Report, _ kind: any AgentKind) {
        let id = report.session
        // Of an earlier launch in the same pane.
        if let started = entries[id]?.runtime.startedAt, report.at < started { return }
        if let reading = kind.reading(ofStatusLine: payload) {
            change(id) { $0.signals.take(statusLine: Signal(reading, since: report.at)) }
        } else if let reading = kind.reading(ofHook: payload) {
            readTranscript(of: id)
            change(id) { $0.signals.take(hook: Signal(reading, since: report.at, raw: raw)) }
            observeClosely()
        }
    }

    // MARK: Session files

    /// Follows the files that agents keep of their state, by the system's own notice.
    func followSessionFiles() async {
        guard let files else { return logger.warning("session files cannot be watched") }
        let (changes, continuation) = AsyncStream.makeStream(of: [FolderWatch.Change].self)
        let source = DispatchSource.makeReadSource(fileDescriptor: files.descriptor, queue: .global())
        source.setEventHandler { @Sendable in continuation.yield(files.take()) }
        source.resume()
        for await some in changes { take(some) }
        source.cancel()
    }

    private func take(_ changes: [FolderWatch.Change]) {
        for change in changes {
            for (id, entry) in entries {
                guard let path = entry.sessionFile else { continue }
                let isHere = change.name.map { path == "\(change.folder)/\($0)" } ?? path.hasPrefix(change.folder + "/")
                if isHere { readSessionFile(of: id) }
            }
        }
    }

    /// Begins to watch the folder as soon as it is there.
    func watchSessionFile(of id: SessionID) {
        guard let path = entries[id]?.sessionFile, let slash = path.lastIndex(of: "/") else { return }
        files?.add(String(path[..<slash]))
        if entries[id]?.signals.sessionFile == nil { readSessionFile(of: id) }
    }

    func readSessionFile(of id: SessionID) {
        guard let entry = entries[id], let path = entry.sessionFile, let agent = entry.runtime.agent,
            let kind = catalog.kind(entry.record.agent), let bytes = try? Files.read(path, limit: 1 << 20),
            let signal = kind.reading(ofSessionFile: bytes, agent: agent), signal != entry.signals.sessionFile
        else { return }
        readTranscript(of: id)
        change(id) { $0.signals.take(sessionFile: signal) }
        observeClosely()
    }

    // MARK: Transcripts

    /// Bytes of a transcript's end that are read; more only where they hold no whole record.
    private static let tail = 128 << 10
    private static let longTail = 4 << 20

    /// Reads the end of the transcript, if it has changed.
    func readTranscript(of id: SessionID) {
        guard let entry = entries[id], entry.runtime.agent != nil, let kind = catalog.kind(entry.record.agent),
            let path = transcriptPath(of: id, kind), let stamp = Files.stamp(of: path), stamp != entry.transcript.stamp
        else { return }
        entries[id]?.transcript.stamp = stamp
        let zone = entry.environment?["TZ"]
        var signal = Files.tail(of: path, bytes: Self.tail).flatMap { kind.reading(ofTranscript: $0[...], zone: zone) }
        if signal == nil, stamp.size > Self.tail {
            signal = Files.tail(of: path, bytes: Self.longTail).flatMap {
                kind.reading(ofTranscript: $0[...], zone: zone)
            }
        }
        guard let signal else { return }
        let before = entry.state
        change(id) { $0.signals.take(transcript: signal) }
        // A turn that passed between two looks is a finish too.
        if before == .idle, entries[id]?.state == .idle, entries[id]?.watch.isAttached == false,
            let old = entry.signals.transcript, old.since < signal.since, signal.value.isEnd
        {
            change(id) { $0.runtime.unread = true }
            saveRuntime(id)
        }
    }

    /// Looked up once for each conversation.
    func transcriptPath(of id: SessionID, _ kind: any AgentKind) -> String? {
        guard let entry = entries[id], let conversation = entry.record.conversation else { return nil }
        if entry.transcript.conversation == conversation, let path = entry.transcript.path { return path }
        let told = entry.runtime.transcript.flatMap { $0.contains(conversation.text) ? $0 : nil }
        let environment = entry.environment ?? agentEnvironment(of: entry.record).variables
        let path =
            told ?? (try? LaunchFile.read(options.home.launchFile(id)))?.evidence?.path(of: conversation)
            ?? kind.transcript(of: conversation, environment: environment)
        entries[id]?.transcript = TranscriptWatch(conversation: conversation, path: path)
        return path
    }
}
