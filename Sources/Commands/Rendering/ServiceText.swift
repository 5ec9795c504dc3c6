package import Client
import Model

/// `service status` for people.
package enum ServiceText {
    package static func lines(_ report: ServiceReport) -> [String] {
        var lines: [String] = []
        if let name = report.name, report.daemon == nil {
            lines.append(SafeText.oneLine("\(name): its state is not known; see \(report.file ?? "its file")"))
        }
        lines += [report.daemon, report.tmux].compactMap { $0 }.map(line)
        if report.name != nil {
            lines.append(
                report.daemonPid.map { pid in
                    "The daemon runs: pid \(pid), " + (report.managed ? "the service's." : "not the service's.")
                } ?? "The daemon does not answer.")
        }
        if report.lingering == true { lines.append("It runs from boot on, without a login.") }
        return lines + report.advice.map(SafeText.oneLine)
    }

    private static func line(_ state: ServiceState) -> String {
        var text = "\(state.unit): \(state.active) (\(state.sub))"
        if let pid = state.pid { text += ", pid \(pid)" }
        if state.restarts > 0 { text += ", started again \(state.restarts) times" }
        if state.result != "success" { text += ", ended before by \(state.result)" }
        if let status = state.exitStatus, state.pid == nil, status != 0 { text += ", exit status \(status)" }
        if !state.enabled { text += ", not enabled" }
        if let status = state.status { text += ": \(status)" }
        return SafeText.oneLine(text)
    }
}
