package import Platform

/// The service of the system's init that runs the daemon, where one is installed for this home.
package struct ServiceUnit: Sendable, Hashable {
    package enum Action: String, Sendable {
        case start
        case stop
        case restart
    }

    /// What it is called in messages: `the service ccmux.service`.
    package var description: String
    private var commands: [Action: [String]]

    /// The command that does `action`: an absolute path and its arguments.
    package func command(_ action: Action) -> [String]? { commands[action] }

    /// Looks for the unit of `layout`'s home. A unit that serves another home is not ours to start.
    package static func installed(
        for layout: HomeLayout, environment: [String: String], user: UInt32 = currentUser
    ) -> ServiceUnit? {
        guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
        #if canImport(Darwin)
            let file = "\(home)/Library/LaunchAgents/\(launchLabel).plist"
        #else
            let settings = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "\(home)/.config"
            let file = "\(settings)/systemd/user/\(systemdName)"
        #endif
        guard let bytes = try? Files.read(file, limit: 1 << 20),
            serves(layout, text: String(decoding: bytes, as: UTF8.self), userHome: home)
        else { return nil }
        #if canImport(Darwin)
            return launchd(file: file, user: user)
        #else
            return systemd
        #endif
    }

    /// Whether a unit's text is of this home: it names it, or it names none and this is the usual one.
    static func serves(_ layout: HomeLayout, text: String, userHome: String) -> Bool {
        guard text.contains("CCMUX_HOME") else { return layout.root == "\(userHome)/.ccmux" }
        // The path ends there: another home may begin with the same letters.
        return text.split(separator: layout.root, omittingEmptySubsequences: false).dropFirst().contains { rest in
            rest.first.map { $0 == "\"" || $0 == "<" || $0 == "'" || $0.isWhitespace } ?? true
        }
    }

    static let systemdName = "ccmux.service"
    static let launchLabel = "ccmux"

    static var systemd: ServiceUnit {
        func command(_ verb: String) -> [String] { ["/usr/bin/env", "systemctl", "--user", verb, systemdName] }
        return ServiceUnit(
            description: "the service \(systemdName)",
            commands: [.start: command("start"), .stop: command("stop"), .restart: command("restart")])
    }

    static func launchd(file: String, user: UInt32) -> ServiceUnit {
        let domain = "gui/\(user)"
        return ServiceUnit(
            description: "the launch agent \(launchLabel)",
            commands: [
                .start: ["/bin/launchctl", "bootstrap", domain, file],
                .stop: ["/bin/launchctl", "bootout", "\(domain)/\(launchLabel)"],
                .restart: ["/bin/launchctl", "kickstart", "-k", "\(domain)/\(launchLabel)"],
            ])
    }
}
