import Model
import Platform
import Testing

@testable import Commands

/// Sessions to show.
enum Samples {
    static let now = Timestamp(milliseconds: 1_800_000_000_000)

    static func session(
        _ name: String, state: String = "idle", process: ProcessState = .running, wanted: WantedState = .running,
        dir: String = "/home/u/src", detail: String? = nil, pending: [String] = [], restarts: Int = 0,
        uptime: Int? = 60, unread: Bool = false, retryAt: Timestamp? = nil, group: String? = nil,
        status: (inout AgentStatus) -> Void = { _ in }
    ) throws -> SessionView {
        var known = AgentStatus(AgentState(rawValue: state), detail: detail)
        status(&known)
        return SessionView(
            id: .random(), name: try #require(SessionName(name)), agent: "claude", dir: dir, uuid: nil, group: group,
            wanted: wanted, process: process, since: now.adding(seconds: -90), pid: 1, pane: "%1", restarts: restarts,
            uptimeSeconds: uptime, status: known, unread: unread, retryAt: retryAt, pending: pending, created: now)
    }

    /// Clocks that show UTC.
    static let clock = Clock(now: now, local: utc)

    static let utc: @Sendable (Timestamp) -> LocalTime = { moment in
        let numbers = moment.rfc3339.split { !$0.isNumber }.compactMap { Int($0) }
        return LocalTime(
            year: numbers[0], month: numbers[1], day: numbers[2], hour: numbers[3], minute: numbers[4],
            second: numbers[5])
    }

    static func event(_ kind: String, of session: SessionView, _ data: [String: JSONValue] = [:]) -> Event {
        Event(id: 1, epoch: "e", at: now, kind: kind, session: session.id, name: session.name, data: data)
    }

    /// Without the colours.
    static func stripped(_ lines: [String]) -> [String] {
        lines.map { $0.replacing(/\u{1B}\[[0-9;]*m/, with: "") }
    }
}
