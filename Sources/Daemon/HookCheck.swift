import Agents
import Model
import Platform

/// Settings of Claude's that silence our hooks: permissions are then answered by keys, and seen on the screen alone.
enum HookCheck {
    /// - Parameters:
    ///   - variables: what agents get.
    ///   - directories: the sessions' own.
    /// - Returns: nil where nothing silences them.
    static func check(_ variables: [String: String], userHome: String, directories: [String]) -> DoctorReport.Check? {
        let files = ClaudeAgent.settingsFiles(variables, home: userHome, directories: directories)
        let silencing = files.filter { path in
            (try? Files.read(path, limit: 4 << 20)).map(ClaudeAgent.disablesHooks) ?? false
        }
        guard !silencing.isEmpty else { return nil }
        return DoctorReport.Check(
            name: "hooks", verdict: .warning,
            detail: "disableAllHooks is set in \(silencing.prefix(5).joined(separator: ", "))",
            cure: "Claude's permissions are answered by keys there. Without that setting, no key is needed.")
    }
}
