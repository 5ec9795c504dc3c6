import Agents
package import Model
import Platform
import Store
package import Transcripts

/// Which transcripts there are, and which one a word means.
extension Fleet {
    /// - Parameter word: a session's name, its id or the beginning of either; a conversation's uuid; a file's absolute
    ///   path. Sessions come first.
    package nonisolated func transcriptPlace(of word: String) async throws(CcmuxError) -> TranscriptPlace {
        if word.hasPrefix("/") { return try await place(ofFile: word) }
        guard let conversation = ConversationID(word) else { return try await place(ofSession: word) }
        if let place = try await place(ofManaged: conversation) { return place }
        if let file = TranscriptFiles.find(conversation, in: await transcriptRoots()) {
            var place = TranscriptPlace(path: file.path, format: file.format)
            place.conversation = conversation
            return place
        }
        throw CcmuxError(
            .notFound, "There is no transcript of the conversation \(conversation.text).",
            advice: "Give the path of its file if it lies elsewhere; one path has at least one '/'.")
    }

    /// The folders that agents keep their transcripts in, each once: those of the daemon's own environment, of the
    /// configuration's, and of each session's. Links are resolved.
    package func transcriptRoots() -> [TranscriptRoot] {
        var roots: [TranscriptRoot] = []
        func add(_ kind: any AgentKind, _ session: [String: String]) {
            guard var root = transcriptFolder(of: kind, session: session) else { return }
            root.path = Files.realPath(root.path) ?? root.path
            if !roots.contains(root) { roots.append(root) }
        }
        for kind in catalog.kinds { add(kind, [:]) }
        let records = entries.values.lazy.map(\.record).filter { !$0.settings.environment.isEmpty }
        for (agent, records) in Dictionary(grouping: records, by: \.agent) {
            guard let kind = catalog.kind(agent) else { continue }
            for environment in Set(records.map(\.settings.environment)) { add(kind, environment) }
        }
        return roots
    }

    private func place(ofSession word: String) throws(CcmuxError) -> TranscriptPlace {
        do throws(CcmuxError) {
            return try place(of: try resolve(word, looking: true))
        } catch {
            guard error.code == .notFound, error.details?["candidates"] == .array([]) else { throw error }
            throw CcmuxError(
                .notFound, "There is no session '\(word)'.",
                advice: "ccmux list shows them all. A conversation's uuid and the path of a file will do as well.",
                details: error.details)
        }
    }

    private func place(ofManaged conversation: ConversationID) throws(CcmuxError) -> TranscriptPlace? {
        // Two sessions have one conversation only by mistake; then the older one has it.
        let mine = entries.values.filter { $0.record.conversation == conversation }
        guard let id = mine.map(\.record).min(by: { $0.created < $1.created })?.id else { return nil }
        return try place(of: id)
    }

    private func place(of id: SessionID) throws(CcmuxError) -> TranscriptPlace {
        guard let record = entries[id]?.record else { throw gone(id.text) }
        let name = record.name.text
        guard let kind = catalog.kind(record.agent), let format = kind.transcriptFormat else {
            throw CcmuxError(
                .refused, "'\(name)' is of the kind '\(record.agent)', whose transcripts ccmux cannot read.",
                advice: "ccmux peek \(name) shows its screen.")
        }
        guard let conversation = record.conversation else {
            throw CcmuxError(
                .notFound, "'\(name)' has no conversation yet.", advice: "It begins with the first prompt: ccmux send.")
        }
        guard let path = transcriptPath(of: id, kind), Files.kind(of: path) == .file else {
            let path = transcriptPath(of: id, kind)
            throw CcmuxError(
                .notFound, "The transcript of '\(name)' is not there" + (path.map { ": \($0)." } ?? "."),
                advice: "Its agent writes it with the first prompt. If it had one, the file was deleted or moved.")
        }
        var place = TranscriptPlace(path: path, format: format)
        place.conversation = conversation
        place.session = id
        place.name = record.name
        return place
    }

    private nonisolated func place(ofFile path: String) async throws(CcmuxError) -> TranscriptPlace {
        switch Files.kind(of: path) {
        case .file: break
        case nil: throw CcmuxError(.notFound, "There is no file \(path).")
        case .folder: throw CcmuxError(.invalid, "\(path) is a folder.", advice: "Give one of the files in it.")
        case .other: throw CcmuxError(.invalid, "\(path) is not a regular file.")
        }
        let owner = await owner(ofFile: path)
        guard let format = owner?.format ?? TranscriptFormat.detect(path) else {
            throw CcmuxError(
                .invalid, "\(path) is no transcript that ccmux can read.",
                advice: "It reads those of Claude Code and Codex: files of JSON lines.")
        }
        var place = owner ?? TranscriptPlace(path: path, format: format)
        place.path = path
        return place
    }

    /// The session whose transcript a file is.
    private func owner(ofFile path: String) -> TranscriptPlace? {
        for id in entries.keys {
            if let place = try? place(of: id), Files.realPath(place.path) == Files.realPath(path) { return place }
        }
        return nil
    }

    // MARK: Where it stopped

    /// Bytes of each text that are read for it.
    private static let endLimits = TranscriptLimits(text: 4096, input: 4096, result: 256)
    /// A command or a boundary may be the last turn; the one with a prompt is near.
    private static let endTurns = 4

    func conversationEnd(of id: SessionID) async -> ConversationEnd? {
        guard let place = try? place(of: id) else { return nil }
        return await Self.end(place)
    }

    /// Reads off the actor.
    private nonisolated static func end(_ place: TranscriptPlace) async -> ConversationEnd? {
        let transcript = Transcript(path: place.path, format: place.format, limits: endLimits)
        return (try? transcript.last(endTurns)).flatMap { ConversationEnd($0) }
    }
}
