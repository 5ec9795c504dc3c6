import Model

extension ConfigurationKey {
    /// `[worktrees]`.
    static let worktrees: [ConfigurationKey] = [
        key(
            "worktrees", "folder", .text(\.worktrees.folder, .worktreeFolder),
            "Where worktrees are made, seen from the repository; {repo}, {name} and {branch} are filled in."),
        key(
            "worktrees", "copy", .list(\.worktrees.copy, .copyPattern),
            "Untracked files of the repository that a new worktree gets, such as [\".env\", \"config/*.local\"]."),
        key(
            "worktrees", "setup", .command(\.worktrees.setup, .line),
            "Run in a new worktree before its agent starts: a line for your shell, or [\"PROGRAM\", \"ARGUMENT\", …]."),
        key(
            "worktrees", "setupMinutes", .integer(\.worktrees.setupMinutes, 1...1440),
            "Minutes that it may take."),
        key(
            "worktrees", "radarSeconds", .integer(\.worktrees.radarSeconds, 0...86_400),
            "Seconds between looks for sessions whose branches conflict; 0 is never."),
    ]
}

extension TextRule {
    static let worktreeFolder = TextRule(allowed: "a path with {name} or {branch} in it") { text in
        line.accepts(text) && (text.contains("{name}") || text.contains("{branch}"))
    }
    static let copyPattern = TextRule(allowed: "a path or glob below the repository, without '..'") { text in
        line.accepts(text) && !text.isEmpty && !text.hasPrefix("/") && !text.hasPrefix(":")
            && !text.split(separator: "/").contains("..")
    }
}
