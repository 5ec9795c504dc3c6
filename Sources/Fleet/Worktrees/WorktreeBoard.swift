import Model
import Worktrees

/// What the fleet holds in memory of worktrees.
struct WorktreeBoard {
    /// Sessions, by id or by the name that they will have, about whose worktrees something is being done.
    var busy: Set<String> = []
    /// Setup commands that run.
    var setups: Set<SessionID> = []
    /// Nil until it is needed, and where there is no git.
    var radar: ConflictRadar?
    var found = ConflictList(conflicts: [])
    var isLooking = false
    /// When the radar looks next.
    var dueAt: Timestamp?
    /// What an earlier daemon left has been looked through.
    var isLoaded = false
    /// Transcripts that were copied into another directory's folder, and where they were copied from.
    var carried: [SessionID: CarriedTranscript] = [:]
}

/// A conversation that has moved with its session.
struct CarriedTranscript: Sendable, Hashable, Codable {
    var from: String
    var to: String
    var conversation: ConversationID
    /// Its agent has to be launched after that for the old one to be of no more use.
    var at: Timestamp
}
