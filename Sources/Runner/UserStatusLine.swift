import Platform

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The status line that a user of Claude Code has set up for themselves.
package enum UserStatusLine {
    /// The command, from the file that wins: the project's local settings, the project's, the user's own (tried on
    /// 2.1.1, 2.1.139 and 2.1.329; the other keys of `statusLine`, such as `padding`, Claude takes from any of them).
    ///
    /// - Parameters:
    ///   - folder: `~/.claude`, or what CLAUDE_CONFIG_DIR names.
    ///   - project: the folder that the agent was started in.
    package static func command(folder: String, project: String?) -> String? {
        let projects = project.map { ["\($0)/.claude/settings.local.json", "\($0)/.claude/settings.json"] } ?? []
        return (projects + ["\(folder)/settings.json"]).lazy.compactMap { command(in: $0) }.first
    }

    private static let limit = 1 << 20

    private static func command(in path: String) -> String? {
        guard let bytes = try? Files.read(path, limit: limit),
            let line = try? JSONDecoder().decode(File.self, from: Data(bytes)).statusLine, line.type == "command"
        else { return nil }
        return line.command.flatMap { $0.isEmpty ? nil : $0 }
    }

    private struct File: Decodable {
        let statusLine: Line?
    }

    private struct Line: Decodable {
        let type: String?
        let command: String?
    }
}
