import Model

/// What the outside is told of the agent: the session file's words and the pane's title.
struct Presence: Equatable {
    enum Status: String {
        case idle, busy, waiting
    }

    var sessionID: String
    var status: Status
    var waitingFor: String?
    var title: String

    init(_ machine: Machine) {
        sessionID = machine.sessionID
        status = .idle
        if case .working(let turn) = machine.activity {
            status = .busy
            if case .menu(_, let call, _) = turn.phase { waitingFor = "approve \(call.name)" }
        }
        if machine.menu != nil {
            status = .waiting
            waitingFor = waitingFor ?? "dialog open"
        }
        let topic = truncated(machine.topic ?? Presence.lastPart(of: machine.directory), width: 60)
        title = (status == .busy ? "◐ " : "✳ ") + topic
    }

    private static func lastPart(of path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? "demo"
    }

    /// `sessions/<pid>.json`, with Claude's names. Times are milliseconds since 1970.
    func json(pid: Int32, directory: String, name: String?, startedAt: Double, wall: Double) -> JSONValue {
        var members: [String: JSONValue] = [
            "pid": .integer(Int64(pid)), "sessionId": .string(sessionID), "cwd": .string(directory),
            "status": .string(status.rawValue), "statusUpdatedAt": .integer(Int64(wall * 1000)),
            "startedAt": .integer(Int64(startedAt * 1000)), "version": .string(DemoAgent.version),
            "kind": "interactive",
        ]
        if let start = processStart() { members["procStart"] = .string(start) }
        if let waitingFor { members["waitingFor"] = .string(waitingFor) }
        if let name { members["name"] = .string(name) }
        return .object(members)
    }
}
