import Agents
package import Model
import Platform
import Runner
import Transcripts

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
        try await place(&record, request)
        try await check(record, kind)
        let origin = SessionOrigin(way: .fork, conversation: conversation, session: original.name, at: now())
        return try await fork(path, of: conversation, into: record, kind, origin)
    }

    /// Where a fork works: the one place where another directory comes in, a worktree's as any other.
    private func place(_ record: inout SessionRecord, _ request: ForkRequest) async throws(CcmuxError) {
        // A worktree is one session's to finish.
        record.settings.worktree = nil
        if let directory = request.dir { record.settings.directory = try checkedDirectory(directory) }
    }

    /// The copy first: one that no session has does no harm, a session without its conversation could not be launched.
    func fork(
        _ path: String, of conversation: ConversationID, into record: SessionRecord, _ kind: any AgentKind,
        _ origin: SessionOrigin
    ) async throws(CcmuxError) -> AdoptionResult {
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
        guard let target = habits.path(ofCopy: copied, of: path, recipe, root: root.path, at: moment) else {
            throw CcmuxError(.refused, "It is not known where \(kind.name) would look for a copy.")
        }
        let directory = record.settings.directory
        try await ConversationCopy(
            original: path, from: conversation, to: copied, path: target,
            directory: Files.realPath(directory) ?? directory
        ).make(habits)
        do throws(CcmuxError) {
            if let evidence = launch.evidence, evidence.presence(of: copied) != .present {
                throw CcmuxError(
                    .refused, "Conversation \(conversation) has nothing in it yet that could be resumed.")
            }
            let view = try await begin(record, launch, origin)
            return AdoptionResult(session: view, way: .fork, from: conversation)
        } catch {
            if entries[record.id] == nil { Files.remove(target) }
            throw error
        }
    }
}
