import CPlatform
import Model

/// How an agent's process ended.
package enum AgentExit: Sendable, Hashable, Codable {
    case status(Int32)
    case signal(Int32)
    /// It never ran: the reason.
    case launchFailed(String)

    /// Nil for a status of waitpid(2) that is not an end.
    init?(waitStatus: Int32) {
        if ccp_exited(waitStatus) != 0 {
            self = .status(ccp_exit_status(waitStatus))
        } else if ccp_signaled(waitStatus) != 0 {
            self = .signal(ccp_term_signal(waitStatus))
        } else {
            return nil
        }
    }

    /// For people: `ended`, `ended with status 3`, `killed by SIGKILL`.
    package var description: String {
        switch self {
        case .status(0): "ended"
        case .status(let code): "ended with status \(code)"
        case .signal(let number): "killed by \(Self.signalName(number))"
        case .launchFailed(let reason): reason
        }
    }

    private static func signalName(_ number: Int32) -> String {
        let names: [Int32: String] = [
            1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 6: "SIGABRT", 8: "SIGFPE", 9: "SIGKILL",
            11: "SIGSEGV", 13: "SIGPIPE", 14: "SIGALRM", 15: "SIGTERM",
        ]
        return names[number] ?? "signal \(number)"
    }
}
