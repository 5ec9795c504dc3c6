import Model

/// How the daemon ends where it cannot run, told to the init system that started it.
enum DaemonExit {
    /// `EX_CONFIG` of sysexits.h, which the systemd units name in `RestartPreventExitStatus`: a configuration that
    /// cannot be used stops the daemon with one message, since a restart would change nothing.
    static let configuration: Int32 = 78

    /// - Parameter environment: the daemon's own. `CCMUX_SERVICE` is `launchd` in the launch agent's.
    static func status(_ error: CcmuxError, environment: [String: String]) -> Int32 {
        guard error.code == .configuration else { return error.code.exitStatus }
        // launchd knows no status that prevents a restart but success.
        return environment["CCMUX_SERVICE"] == "launchd" ? 0 : configuration
    }
}
