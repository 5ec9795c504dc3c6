import Client
import Model

/// Warns of sessions that are in each other's way; never an error.
enum ConflictWarning {
    /// One line each on stderr for what concerns these sessions.
    static func report(_ names: [String], _ client: DaemonClient) {
        var client = client
        client.timeout = 3
        var told: Set<WorktreeConflict> = []
        for name in names.prefix(20) {
            guard let list = try? client.conflicts(of: name) else { return }
            for conflict in list.conflicts where told.insert(conflict).inserted {
                let advice =
                    conflict.kind == "shared" ? "; ccmux isolate \(name) gives it a worktree of its own" : ""
                StandardStreams.report([ConflictText.line(conflict) + advice])
            }
        }
    }
}
