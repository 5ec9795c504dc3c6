import Agents
import Delivery
import Model
import Platform
import Transcripts

/// The conversations of this machine and who writes them, looked at off the fleet: it reads files and processes.
struct Conversations: Sendable {
    struct Root: Sendable {
        var kind: any AgentKind
        var habits: any ConversationHabits
        var folder: TranscriptRoot
    }

    var roots: [Root]
    /// Pids of agents that the fleet runs.
    var managedPIDs: Set<Int32>
    /// Conversations that sessions of the fleet have: who writes those is known.
    var own: Set<ConversationID>

    /// A transcript of a conversation of its own, and whose it is.
    struct Found: Sendable {
        var file: TranscriptFile
        var uuid: ConversationID
        var root: Root
    }

    func all() -> (found: [Found], problems: [CcmuxError]) {
        let (files, problems) = TranscriptFiles.all(roots.map(\.folder))
        return (files.compactMap(found), problems)
    }

    /// - Throws: `.notFound`.
    @concurrent
    func find(_ conversation: ConversationID) async throws(CcmuxError) -> Found {
        if let file = TranscriptFiles.find(conversation, in: roots.map(\.folder)), let found = found(file) {
            return found
        }
        throw CcmuxError(
            .notFound,
            "There is no conversation \(conversation) in \(roots.map(\.folder.path).joined(separator: ", ")).",
            advice: "ccmux external --all lists those that there are.")
    }

    private func found(_ file: TranscriptFile) -> Found? {
        guard file.thread == nil, let root = roots.first(where: { file.path.hasPrefix($0.folder.path + "/") }),
            let uuid = root.habits.conversation(ofTranscript: file.path)
        else { return nil }
        return Found(file: file, uuid: uuid, root: root)
    }

    // MARK: What is in one

    /// The first lines mostly tell the directory; what the agent was told beforehand may be long.
    private static let heads = [16_384, 1 << 20]
    private static let tail = 128 << 10
    private static let shown = 500

    func directory(of found: Found) -> String? {
        for bytes in Self.heads {
            guard let head = Files.part(of: found.file.path, from: 0, count: bytes) else { return nil }
            let directory = found.root.habits.directory(ofTranscript: found.file.path, head: head[...])
            if let directory { return directory }
            if head.count < bytes { return nil }
        }
        return nil
    }

    private func told(_ found: Found, _ writers: [ConversationWriter], directory: String?) -> ExternalConversation {
        let kind = found.root.kind
        var told = ExternalConversation(
            uuid: found.uuid, agent: kind.name, dir: directory, path: found.file.path, size: found.file.size,
            modified: found.file.modified, writers: writers)
        if let tail = Files.tail(of: found.file.path, bytes: Self.tail) {
            told.lastMessage = kind.lastMessage(ofTranscript: tail[...]).map(Self.cut)
            told.lastPrompt = kind.promptTraces(in: tail[...]).last { $0.kind == .taken }.map { Self.cut($0.text) }
        }
        return told
    }

    private static func cut(_ text: String) -> String { String(text.prefix(shown)) }

    // MARK: Writers

    /// Those of one conversation, as of now.
    @concurrent
    func writers(of found: Found) async -> [ConversationWriter] {
        let processes = AgentProcess.all(of: roots.map(\.kind), managed: managedPIDs)
        let directory = directory(of: found)
        // Only for a guess it counts which one is the newest.
        let isUnsure = processes.contains { $0.claim == .untold && $0.said == nil && $0.open.isEmpty }
        let rivals = isUnsure ? all().found.filter { $0.file.modified > found.file.modified } : []
        let isNewest = !rivals.contains { rival in
            !own.contains(rival.uuid) && rival.root.folder == found.root.folder
                && self.directory(of: rival) == directory
        }
        return WriterSearch.writers(of: subject(found, directory, isNewest: isNewest), among: processes)
    }

    private func subject(_ found: Found, _ directory: String?, isNewest: Bool) -> WriterSearch.Subject {
        WriterSearch.Subject(
            uuid: found.uuid, root: found.root.folder.path, directory: directory.map { Files.realPath($0) ?? $0 },
            modified: found.file.modified, isNewest: isNewest)
    }

    struct Question: Sendable {
        /// What was not written since then is told only with a live writer; nil tells all.
        var since: Timestamp?
        /// Only this directory, links resolved.
        var directory: String?
        /// Only those whose uuid begins so.
        var beginning: String?
        var limit: Int
    }

    /// Newest first.
    @concurrent
    func list(_ question: Question) async -> ExternalList {
        let processes = AgentProcess.all(of: roots.map(\.kind), managed: managedPIDs)
        let (all, problems) = all()
        var list = ExternalList(conversations: [], problems: problems)
        let oldest = processes.compactMap(\.began).min()
        var seen: Set<String> = []
        for found in all.sorted(by: { $0.file.modified > $1.file.modified }) {
            // Nobody who lives now can have written it, unless its file or command line names it.
            let isNamed = processes.contains {
                $0.said == found.uuid || $0.open.contains(found.uuid) || $0.claim == .conversation(found.uuid)
            }
            let isRecent = question.since.map { found.file.modified >= $0 } ?? true
            let isNew = oldest.map { found.file.modified.adding(seconds: 60) >= $0 } ?? false
            guard isRecent || isNamed || isNew else { continue }
            if let beginning = question.beginning, !found.uuid.text.hasPrefix(beginning) { continue }
            guard !own.contains(found.uuid) else { continue }
            // What is only counted need not be read.
            if list.conversations.count >= question.limit, isRecent, question.directory == nil {
                list.more += 1
                continue
            }
            let directory = directory(of: found)
            let real = directory.map { Files.realPath($0) ?? $0 }
            let isNewest = seen.insert("\(found.root.folder.path)\0\(real ?? "")").inserted
            if let wanted = question.directory, real != wanted { continue }
            let writers = WriterSearch.writers(of: subject(found, directory, isNewest: isNewest), among: processes)
            guard isRecent || !writers.isEmpty else { continue }
            guard list.conversations.count < question.limit else {
                list.more += 1
                continue
            }
            list.conversations.append(told(found, writers, directory: directory))
        }
        return list
    }
}
