import Agents
import Model
import Platform

/// `ccmuxd`, the heavy half of the bundle. `ccmux` hands it the commands that need the daemon's rooms.
package enum DaemonProgram {
    /// Does what `arguments` (without the program's name) say and returns the exit status.
    package static func main(_ arguments: [String], environment: [String: String]) async -> Int32 {
        do throws(CcmuxError) {
            let home = try HomeLayout(environment: environment)
            let rest = Array(arguments.dropFirst())
            switch arguments.first {
            case "run": try await DaemonRun(home: home, environment: environment).run()
            case "tmux-server": try await TmuxServerVerb(home: home, environment: environment).run()
            case "doctor": return try await Doctor(home: home, environment: environment).main(rest)
            case "config": try ConfigVerb(home: home).main(rest)
            case "read-screen":
                try ReadScreenVerb(catalog: AgentCatalog.whole(folder: home.agentFolder)).main(rest)
            default:
                throw CcmuxError(
                    .invalid,
                    "ccmuxd is started by ccmux: run, tmux-server, doctor, config and read-screen are what it knows.",
                    advice: "Use: ccmux help")
            }
            return 0
        } catch {
            Output.error(error)
            let isService = arguments.first == "run" || arguments.first == "tmux-server"
            return isService ? DaemonExit.status(error, environment: environment) : error.code.exitStatus
        }
    }
}

/// Standard output and error.
enum Output {
    static func line(_ text: String) {
        try? Files.write(Array((text + "\n").utf8), to: 1, name: "standard output")
    }

    static func error(_ error: CcmuxError) {
        let text = "ccmux: " + [error.message, error.advice].compactMap { $0 }.joined(separator: "\n") + "\n"
        try? Files.write(Array(text.utf8), to: 2, name: "standard error")
    }
}
