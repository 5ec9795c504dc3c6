import Model

/// What systemd says of one unit, as `systemctl show` prints it: lines of NAME=VALUE.
package struct ServiceState: Sendable, Hashable, Codable {
    /// Its name.
    package var unit: String
    /// `active`, `activating`, `inactive`, `failed`, …
    package var active: String
    /// The finer state: `running`, `auto-restart`, `dead`, …
    package var sub: String
    /// Whether it starts at boot.
    package var enabled: Bool
    /// The main process; nil where there is none.
    package var pid: Int32?
    /// How often it was started again since it was started by hand or at boot.
    package var restarts: Int
    /// Why it ended the last time: `success`, `exit-code`, `signal`, `watchdog`, `oom-kill`, …
    package var result: String
    /// The last exit status; nil while it has none.
    package var exitStatus: Int?
    /// What it says of itself.
    package var status: String?

    /// What `show` is asked for.
    static let properties = [
        "Id", "LoadState", "ActiveState", "SubState", "UnitFileState", "MainPID", "NRestarts", "Result", "StatusText",
        "ExecMainStatus",
    ]

    /// Reads the output of `systemctl show`, in which a blank line stands between two units. A unit that systemd does
    /// not know is left out.
    package static func parse(_ text: String) -> [ServiceState] {
        var states: [ServiceState] = []
        var values: [String: String] = [:]
        for line in (text + "\n").split(separator: "\n" as Character, omittingEmptySubsequences: false) {
            if line.isEmpty {
                if let state = ServiceState(values) { states.append(state) }
                values = [:]
            } else if let equals = line.firstIndex(of: "=") {
                values[String(line[..<equals])] = String(line[line.index(after: equals)...])
            }
        }
        return states
    }

    private init?(_ values: [String: String]) {
        guard let unit = values["Id"], !unit.isEmpty,
            values["LoadState"] != "not-found" || values["ActiveState"] == "active"
        else { return nil }
        self.unit = unit
        active = values["ActiveState"] ?? "unknown"
        sub = values["SubState"] ?? "unknown"
        enabled = (values["UnitFileState"] ?? "").hasPrefix("enabled")
        pid = values["MainPID"].flatMap { Int32($0) }.flatMap { $0 > 0 ? $0 : nil }
        restarts = values["NRestarts"].flatMap { Int($0) } ?? 0
        result = values["Result"] ?? "success"
        exitStatus = values["ExecMainStatus"].flatMap { Int($0) }.flatMap { $0 == 0 && pid != nil ? nil : $0 }
        status = values["StatusText"].flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// `ccmux service status`.
package struct ServiceReport: Sendable, Hashable, Encodable {
    /// `user`, `system` or `launchd`; nil where no service is installed for this home.
    package var scope: String?
    package var name: String?
    package var file: String?
    package var daemon: ServiceState?
    package var tmux: ServiceState?
    /// The daemon that answers, whoever started it.
    package var daemonPid: Int32?
    /// Whether that daemon is the service's.
    package var managed: Bool
    /// Whether the user's systemd runs without a login; nil where that does not matter.
    package var lingering: Bool?
    /// What is to be done about it, a line each.
    package var advice: [String]
}
