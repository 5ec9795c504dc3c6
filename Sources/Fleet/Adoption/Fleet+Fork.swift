import Agents
package import Model
import Platform
import Runner
import Transcripts

/// What a fork is made from.
struct ForkSource: Sendable {
    /// The original's transcript.
    var path: String
    var kind: any AgentKind
    var origin: SessionOrigin

    var conversation: ConversationID { origin.conversation }
}

extension Fleet {
    /// Starts a session from another one's conversation so far, with its settings. The original is only read, also while
    /// its agent works.
    package func fork(_ word: String, _ request: ForkRequest) async throws(CcmuxError) -> AdoptionResult {
        let id = try resolve(word)
        guard let original = entries[id]?.record else { throw gone(word) }
        guard let name = SessionName(request.name) else {
            let reason = SessionName.invalidityReason(request.name) ?? "it is not a name"
            throw CcmuxError(.invalid, "'\(request.name.prefix(80))' cannot be a session's name: \(reason).")
        }
        try checkFree(name)
        let kind = try catalog.required(original.agent)
        guard let conversation = original.conversation, let path = transcriptPath(of: id, kind),
            Files.kind(of: path) == .file
        else {
            throw CcmuxError(
                .refused, "'\(original.name)' has no conversation yet.",
                advice: "ccmux new \(name) begins one.")
        }
        var record = original
        record.id = .random()
        record.name = name
        record.firstPrompt = nil
        record.conversed = true
        record.wanted = request.start == false ? .stopped : .running
        record.created = now()
        // A worktree is one session's to finish.
        record.settings.worktree = nil
        if let directory = request.dir { record.settings.directory = try checkedDirectory(directory) }
        try await check(record, kind)
        let source = ForkSource(
            path: path, kind: kind,
            origin: SessionOrigin(way: .fork, conversation: conversation, session: original.name, at: now()))
        guard let wish = request.worktree else { return try await fork(source, into: record) }
        return try await fork(
            source, into: record, in: wish, changes: request.changes,
            home: request.dir == nil ? original.settings.worktree : nil)
    }

    /// The copy first: one that no session has does no harm, a session without its conversation could not be launched.
    func fork(_ source: ForkSource, into record: SessionRecord) async throws(CcmuxError) -> AdoptionResult {
        let (kind, conversation) = (source.kind, source.conversation)
        guard let habits = kind.conversations,
            let root = transcriptFolder(of: kind, session: record.settings.environment)
        else { throw CcmuxError(.refused, "It is not known how \(kind.name) keeps its conversations.") }
        var record = record
        let moment = now()
        let copied = habits.newConversation(at: moment)
        record.conversation = copied
        let launch = await launchFile(for: record).launch
        if let reason = launch.blocked { throw CcmuxError(.refused, reason) }
        let recipe = LaunchRecipe(
            begin: launch.begin, resume: launch.resume, evidence: launch.evidence, discovery: launch.discovery)
        guard let target = habits.path(ofCopy: copied, of: source.path, recipe, root: root.path, at: moment) else {
            throw CcmuxError(.refused, "It is not known where \(kind.name) would look for a copy.")
        }
        let directory = record.settings.directory
        try await ConversationCopy(
            original: source.path, from: conversation, to: copied, path: target,
            directory: Files.realPath(directory) ?? directory
        ).make(habits)
        do throws(CcmuxError) {
            if let evidence = launch.evidence, evidence.presence(of: copied) != .present {
                throw nothingToResume(in: conversation)
            }
            let view = try await begin(record, launch, source.origin)
            return AdoptionResult(session: view, way: .fork, from: conversation)
        } catch {
            if entries[record.id] == nil { Files.remove(target) }
            throw error
        }
    }

    func nothingToResume(in conversation: ConversationID) -> CcmuxError {
        CcmuxError(.refused, "Conversation \(conversation) has nothing in it yet that could be resumed.")
    }
}
