import Model
import Platform

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension ClaudeAgent {
    /// The settings files that Claude reads beside what it is given: the system's, the user's, and those of projects.
    package static func settingsFiles(
        _ environment: [String: String], home: String, directories: [String]
    ) -> [String] {
        let own = folder(environment, home: home, directory: home)
        let projects = Set(directories).sorted().flatMap { directory in
            ["\(directory)/.claude/settings.json", "\(directory)/.claude/settings.local.json"]
        }
        return ["/etc/claude-code/managed-settings.json", "\(own)/settings.json"] + projects
    }

    /// The text of a settings file switches every hook off, ours too.
    package static func disablesHooks(_ bytes: [UInt8]) -> Bool {
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)) else { return false }
        return value["disableAllHooks"] == true
    }
}
