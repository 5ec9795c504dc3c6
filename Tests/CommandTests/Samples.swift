import Model
import Testing

/// Sessions to show.
enum Samples {
    static let now = Timestamp(milliseconds: 1_800_000_000_000)

    static func session(
        _ name: String, state: String = "idle", process: ProcessState = .running, wanted: WantedState = .running,
        dir: String = "/home/u/src", detail: String? = nil, pending: [String] = [], restarts: Int = 0, uptime: Int? = 60
    ) throws -> SessionView {
        SessionView(
            id: .random(), name: try #require(SessionName(name)), agent: "claude", dir: dir, uuid: nil, group: nil,
            wanted: wanted, process: process, state: AgentState(rawValue: state), since: now.adding(seconds: -90),
            pid: 1,
            pane: "%1", restarts: restarts, uptimeSeconds: uptime, detail: detail, pending: pending, created: now)
    }
}
