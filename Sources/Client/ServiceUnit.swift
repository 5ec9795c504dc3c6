package import Platform

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The service of the system's init that runs the daemon, where one is installed for this home.
package struct ServiceUnit: Sendable, Hashable {
    package enum Action: String, Sendable {
        case start
        case stop
        case restart
    }

    /// Whose init runs it.
    package enum Scope: String, Sendable {
        /// The user's own systemd.
        case user
        /// The system's, on the user's behalf; only root may start and stop it.
        case system
        case launchd
    }

    package var scope: Scope
    /// The unit's name, or the launch agent's label.
    package var name: String
    /// The file that says so.
    package var file: String
    var user: UInt32

    /// What it is called in messages: `the service ccmux.service`.
    package var description: String { scope == .launchd ? "the launch agent \(name)" : "the service \(name)" }

    /// The user in the name of a system's unit.
    var login: String { String(name.dropFirst("ccmux@".count).dropLast(".service".count)) }

    /// The unit of the tmux server beside it; nil for launchd, where the daemon starts it.
    package var tmuxName: String? {
        switch scope {
        case .user: Self.tmuxUnit
        case .system: "ccmux-tmux@" + name.dropFirst("ccmux@".count)
        case .launchd: nil
        }
    }

    static let systemctl = ["/usr/bin/env", "systemctl"]
    static let daemonUnit = "ccmux.service"
    static let tmuxUnit = "ccmux-tmux.service"
    static let systemFolder = "/etc/systemd/system"

    /// The command that does `action`: an absolute path and its arguments.
    package func command(_ action: Action) -> [String]? {
        switch (scope, action) {
        case (.user, _): return Self.systemctl + ["--user", action.rawValue, name]
        // Never a question for a password in the middle of a command.
        case (.system, _): return Self.systemctl + ["--no-ask-password", action.rawValue, name]
        case (.launchd, .start): return ["/bin/launchctl", "bootstrap", "gui/\(user)", file]
        case (.launchd, .stop): return ["/bin/launchctl", "bootout", "gui/\(user)/\(name)"]
        case (.launchd, .restart): return ["/bin/launchctl", "kickstart", "-k", "gui/\(user)/\(name)"]
        }
    }

    /// Looks for the unit of `layout`'s home. A unit that serves another home is not ours to start.
    package static func installed(
        for layout: HomeLayout, environment: [String: String], user: UInt32 = currentUser
    ) -> ServiceUnit? {
        guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
        return candidates(environment: environment, home: home, user: user).first { unit in
            unit.text.map { serves(layout, text: $0, userHome: home) } ?? false
        }
    }

    /// What the unit's file says, with the drop-in that names another home; nil where there is no file.
    var text: String? {
        guard let unit = try? Files.read(file, limit: 1 << 20) else { return nil }
        let dropIn =
            scope == .system ? try? Files.read("\(Self.systemFolder)/\(name).d/home.conf", limit: 1 << 16) : nil
        return String(decoding: unit + (dropIn ?? []), as: UTF8.self)
    }

    /// The units that this user's daemon may have.
    static func candidates(environment: [String: String], home: String, user: UInt32) -> [ServiceUnit] {
        #if canImport(Darwin)
            let folder = "\(home)/Library/LaunchAgents"
            return Files.names(in: folder, limit: 10_000).filter {
                $0.hasPrefix("com.") && $0.hasSuffix(".ccmux.plist")
            }
            .sorted().map { file in
                ServiceUnit(
                    scope: .launchd, name: String(file.dropLast(".plist".count)), file: "\(folder)/\(file)", user: user)
            }
        #else
            let folder = userFolder(environment: environment, home: home)
            var units = [ServiceUnit(scope: .user, name: daemonUnit, file: "\(folder)/\(daemonUnit)", user: user)]
            // A package's unit lies elsewhere; this link is there where the user has enabled it.
            units.append(
                ServiceUnit(
                    scope: .user, name: daemonUnit, file: "\(folder)/default.target.wants/\(daemonUnit)", user: user))
            if let login = loginName(user) {
                units.append(system(login: login, user: user))
            }
            return units
        #endif
    }

    /// Where this user's systemd looks for the user's own units.
    static func userFolder(environment: [String: String], home: String) -> String {
        let settings = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "\(home)/.config"
        return "\(settings)/systemd/user"
    }

    static func system(login: String, user: UInt32) -> ServiceUnit {
        let name = "ccmux@\(login).service"
        return ServiceUnit(
            scope: .system, name: name, file: "\(systemFolder)/multi-user.target.wants/\(name)", user: user)
    }

    /// `environment` with what `systemctl --user` needs to find the user's systemd: a shell that another user's session
    /// began (su, cron) lacks it.
    static func reaching(_ user: UInt32, _ environment: [String: String]) -> [String: String] {
        var environment = environment
        let folder = "/run/user/\(user)"
        if environment["XDG_RUNTIME_DIR"]?.hasPrefix("/") != true, Files.kind(of: folder) == .folder {
            environment["XDG_RUNTIME_DIR"] = folder
        }
        return environment
    }

    /// Nil for a name that is not fit for a unit's name.
    static func loginName(_ user: UInt32) -> String? {
        guard let entry = getpwuid(user), let pointer = entry.pointee.pw_name else { return nil }
        let name = String(cString: pointer)
        return isPlain(name) ? name : nil
    }

    /// Whether a user's name can stand in a unit's name as it is.
    static func isPlain(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 64 && name.first != "-"
            && name.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "_.-".utf8.contains(byte)
            }
    }

    /// Whether a unit's text is of this home: it sets it, or it sets none and this is the usual one.
    static func serves(_ layout: HomeLayout, text: String, userHome: String) -> Bool {
        let settings = text.split(whereSeparator: \.isNewline).filter { line in
            line.drop { $0.isWhitespace }.first != "#" && !line.contains("ExecStart=")
        }
        guard settings.contains(where: { $0.contains("CCMUX_HOME") }) else {
            return layout.root == "\(userHome)/.ccmux"
        }
        // The path ends there: another home may begin with the same letters.
        let text = text.split(separator: "%%", omittingEmptySubsequences: false).joined(separator: "%")
        return text.split(separator: layout.root, omittingEmptySubsequences: false).dropFirst().contains { rest in
            rest.first.map { $0 == "\"" || $0 == "<" || $0 == "'" || $0.isWhitespace } ?? true
        }
    }
}
