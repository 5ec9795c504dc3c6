import Logging
import Model
import Tmux

/// Looks at the options of a running tmux server that agents suffer from. None of them stops ccmux.
struct TmuxOptionCheck {
    let program: TmuxProgram
    let environment: [String: String]

    /// An option, what is better of it, and why.
    private static let advice: [(option: String, isFine: @Sendable (String) -> Bool, cure: String)] = [
        (
            "exit-unattached", { $0 != "on" },
            "set -s exit-unattached off   # on, tmux ends every agent when the daemon stops"
        ),
        (
            "history-limit", { Int($0).map { $0 >= 2000 } ?? true },
            "set -g history-limit 10000   # an agent's scrollback"
        ),
        (
            "escape-time", { Int($0).map { $0 <= 100 } ?? true },
            "set -s escape-time 10   # Escape interrupts an agent, at once"
        ),
        (
            "default-terminal", { $0.hasSuffix("256color") || $0.contains("direct") },
            "set -g default-terminal tmux-256color   # colours"
        ),
    ]

    func check() async -> DoctorReport.Check {
        let server = TmuxServer(
            configuration: TmuxConfiguration(
                executable: program.path, socket: program.socket, environment: TmuxProgram.environment(environment)),
            logger: Logger(label: "doctor") { _ in SwiftLogNoOpLogHandler() })
        var values: [String] = []
        var cures: [String] = []
        for (option, isFine, cure) in Self.advice {
            let value: String
            do throws(TmuxError) {
                value = try await server.globalOption(option)
            } catch {
                return .init(name: "tmux options", verdict: .ok, detail: "no server runs, so there are none yet")
            }
            values.append("\(option) \(value)")
            if !isFine(value) { cures.append(cure) }
        }
        return .init(
            name: "tmux options", verdict: cures.isEmpty ? .ok : .warning, detail: values.joined(separator: ", "),
            cure: cures.isEmpty ? nil : "In ~/.tmux.conf:\n" + cures.joined(separator: "\n"))
    }
}
