package import Model
package import Platform

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Writes, removes and looks at the service of a home. Every step can be done again; agents notice none of them.
package struct ServiceInstaller: Sendable {
    /// Whom the service is for.
    package struct Owner: Sendable, Hashable {
        package var login: String
        package var user: UInt32
        /// The user's home folder.
        package var home: String

        /// - Throws: `.notFound` for a name that the system does not know, `.refused` for one that no unit can have.
        package init(login: String) throws(CcmuxError) {
            guard ServiceUnit.isPlain(login) else {
                throw CcmuxError(.refused, "The user's name '\(login)' cannot stand in the name of a unit.")
            }
            guard let entry = getpwnam(login), let home = entry.pointee.pw_dir else {
                throw CcmuxError(.notFound, "There is no user '\(login)' on this machine.")
            }
            self.login = login
            user = entry.pointee.pw_uid
            self.home = String(cString: home)
        }
    }

    let layout: HomeLayout
    let environment: [String: String]
    let launcher: DaemonLauncher
    let notice: DaemonLauncher.Notice

    package init(
        layout: HomeLayout, environment: [String: String], launcher: DaemonLauncher,
        notice: @escaping DaemonLauncher.Notice
    ) {
        self.layout = layout
        self.environment = environment
        self.launcher = launcher
        self.notice = notice
    }

    // MARK: Installing

    /// Installs or renews the service of this user, starts it, and waits for its daemon.
    package func install() throws(CcmuxError) {
        let home = try userHome()
        try checkProgram(layout)
        #if canImport(Darwin)
            let unit = try launchAgent(home)
            let files = try ServiceFiles.launchAgent(unit, layout: layout, hasLauncher: hasLauncher(layout))
            _ = try write(files)
            _ = CommandOutput.run(unit.command(.stop) ?? [], environment: environment)
            try command(unit.command(.start) ?? [], "start \(unit.description)")
        #else
            try checkUserSystemd()
            let folder = ServiceUnit.userFolder(environment: environment, home: home)
            let unit = try own(ServiceUnit.candidates(environment: environment, home: home, user: currentUser)[0], home)
            let files = try ServiceFiles.user(
                unit, layout: layout, userHome: home, folder: folder, hasLauncher: hasLauncher(layout))
            let changed = try write(files)
            try systemctl(unit, ["daemon-reload"])
            try systemctl(unit, ["enable", unit.name, unit.tmuxName ?? ""])
            try start(unit, changed: changed)
        #endif
        _ = try launcher.start()
    }

    /// Installs the system's units and enables them for `owner`. For root.
    package func installSystem(for owner: Owner) throws(CcmuxError) {
        try checkSystemd()
        let theirs = systemLayout(owner)
        try checkProgram(theirs)
        let unit = ServiceUnit.system(login: owner.login, user: owner.user)
        let userUnit = "\(owner.home)/.config/systemd/user/\(ServiceUnit.daemonUnit)"
        guard Files.kind(of: userUnit) == nil else {
            throw CcmuxError(
                .refused, "\(owner.login) has a service of their own, \(userUnit).",
                advice: "As \(owner.login): ccmux uninstall-service")
        }
        let files = try ServiceFiles.system(
            unit, layout: theirs, userHome: owner.home, hasLauncher: hasLauncher(theirs))
        let changed = try write(files, mode: 0o644)
        try systemctl(unit, ["daemon-reload"])
        try systemctl(unit, ["enable", unit.name, unit.tmuxName ?? ""])
        try start(unit, changed: changed)
    }

    /// The daemon that a command has started is taken over by the unit's.
    private func start(_ unit: ServiceUnit, changed: Bool) throws(CcmuxError) {
        let states = states(of: unit)
        let runs = states.first { $0.unit == unit.name }?.active == "active"
        if let tmux = unit.tmuxName { try systemctl(unit, ["start", tmux]) }
        // Its own tmux unit is never restarted: the agents live there.
        try systemctl(unit, [runs && changed ? "restart" : "start", unit.name])
    }

    // MARK: Removing

    /// Removes this user's service; a daemon that it ran goes on as one that the next command would have started.
    ///
    /// - Returns: false when there was none.
    package func uninstall(keepRunning: Bool = true) throws(CcmuxError) -> Bool {
        guard let unit = ServiceUnit.installed(for: layout, environment: environment) else { return false }
        guard unit.scope != .system else {
            throw CcmuxError(
                .refused, "\(unit.name) is a service of the system.",
                advice: "As root: ccmux uninstall-service --system --user \(unit.login)")
        }
        let ran = (try? DaemonClient(layout: layout).health(timeout: 5)) != nil
        if unit.scope == .user {
            // What cannot be disabled, because no systemd runs, is removed all the same.
            _ = CommandOutput.run(
                ServiceUnit.systemctl + ["--user", "disable", unit.name, unit.tmuxName ?? ""], environment: reaching)
        }
        _ = try DaemonStopper(layout: layout, environment: environment, launcher: launcher).stop()
        let folder = unit.file.prefix(upTo: unit.file.lastIndex(of: "/") ?? unit.file.endIndex)
        for path in unit.scope == .user ? [unit.file, "\(folder)/\(ServiceUnit.tmuxUnit)"] : [unit.file] {
            try remove(path)
        }
        stopWaiting(unit)
        // A tmux server's unit is not stopped: it goes on without its file until the last agent is gone.
        if unit.scope == .user {
            _ = CommandOutput.run(ServiceUnit.systemctl + ["--user", "daemon-reload"], environment: reaching)
        }
        if ran, keepRunning { _ = try launcher.start() }
        return true
    }

    /// Ends the tmux unit where no server runs in it, and it only waits for the end of another.
    private func stopWaiting(_ unit: ServiceUnit) {
        guard unit.scope == .user, let name = unit.tmuxName,
            let pid = states(of: unit).first(where: { $0.unit == name })?.pid,
            let program = try? Files.read("/proc/\(pid)/comm", limit: 64),
            String(decoding: program, as: UTF8.self).hasPrefix("ccmuxd")
        else { return }
        _ = CommandOutput.run(ServiceUnit.systemctl + ["--user", "stop", name], environment: reaching)
    }

    /// Disables the system's units for `owner`; the templates stay for others, unless nobody else has them.
    package func uninstallSystem(for owner: Owner) throws(CcmuxError) -> Bool {
        try checkSystemd()
        let unit = ServiceUnit.system(login: owner.login, user: owner.user)
        guard Files.kind(of: unit.file) != nil else { return false }
        try systemctl(unit, ["disable", unit.name, unit.tmuxName ?? ""])
        try systemctl(unit, ["stop", unit.name])
        for name in [unit.name, unit.tmuxName].compactMap({ $0 }) {
            try remove("\(ServiceUnit.systemFolder)/\(name).d/home.conf")
            rmdir("\(ServiceUnit.systemFolder)/\(name).d")
        }
        let others = Files.names(in: "\(ServiceUnit.systemFolder)/multi-user.target.wants", limit: 10_000)
        if !others.contains(where: { $0.hasPrefix("ccmux@") }) {
            for name in ["ccmux@.service", "ccmux-tmux@.service"] { try remove("\(ServiceUnit.systemFolder)/\(name)") }
        }
        try systemctl(unit, ["daemon-reload"])
        return true
    }

    // MARK: Looking

    package func report() -> ServiceReport {
        let daemonPid = (try? DaemonClient(layout: layout).health(timeout: 5))?.pid
        guard let unit = ServiceUnit.installed(for: layout, environment: environment) else {
            return ServiceReport(
                daemonPid: daemonPid, managed: false,
                advice: ["No service is installed for \(layout.root). 'ccmux install-service' installs one."])
        }
        let states = states(of: unit)
        let daemon = states.first { $0.unit == unit.name }
        var advice: [String] = []
        let managed = daemonPid != nil && (daemon?.pid == daemonPid || unit.scope == .launchd)
        if daemon?.exitStatus == 78 {
            advice.append("The configuration cannot be used: 'ccmux config check' says why.")
        }
        if daemonPid != nil, !managed { advice.append("The daemon is not the service's: 'ccmux daemon restart'.") }
        let lingering = unit.scope == .user ? isLingering : nil
        if lingering == false { advice.append(lingerAdvice) }
        return ServiceReport(
            scope: unit.scope.rawValue, name: unit.name, file: unit.file, daemon: daemon,
            tmux: states.first { $0.unit == unit.tmuxName }, daemonPid: daemonPid, managed: managed,
            lingering: lingering, advice: advice)
    }

    private var isLingering: Bool {
        ServiceUnit.loginName(currentUser).map { Files.kind(of: "/var/lib/systemd/linger/\($0)") != nil } ?? false
    }

    private var lingerAdvice: String {
        let login = ServiceUnit.loginName(currentUser) ?? "$USER"
        return "It starts with your first login and ends with your last. To have it run from boot on: "
            + "sudo loginctl enable-linger \(login)"
    }

    // MARK: Doing

    private var reaching: [String: String] { ServiceUnit.reaching(currentUser, environment) }

    private func states(of unit: ServiceUnit) -> [ServiceState] {
        guard unit.scope != .launchd else { return [] }
        let scope = unit.scope == .user ? ["--user"] : []
        let words = ServiceUnit.systemctl + scope + ["show", "-p", ServiceState.properties.joined(separator: ",")]
        let output = CommandOutput.run(
            words + [unit.name, unit.tmuxName ?? unit.name], environment: reaching, seconds: 10)
        return ServiceState.parse(output?.text ?? "")
    }

    private func systemctl(_ unit: ServiceUnit, _ words: [String]) throws(CcmuxError) {
        let scope = unit.scope == .user ? ["--user"] : []
        try command(ServiceUnit.systemctl + scope + words, "systemctl \((scope + words).joined(separator: " "))")
    }

    private func command(_ argv: [String], _ what: String) throws(CcmuxError) {
        // A start waits for the daemon to be ready, which a large database delays.
        let output = CommandOutput.run(argv, environment: reaching, seconds: 240)
        guard let output else { throw CcmuxError(.failed, "'\(what)' did not end, or could not be started.") }
        guard output.succeeded else {
            let lines = output.text.split(whereSeparator: \.isNewline).suffix(4).joined(separator: "\n")
            throw CcmuxError(
                .failed, "'\(what)' failed with status \(output.status).", advice: lines.isEmpty ? nil : lines)
        }
    }

    /// - Returns: whether any file is another than before.
    private func write(_ files: ServiceFiles, mode: mode_t = 0o600) throws(CcmuxError) -> Bool {
        // Before the first is written.
        for file in files.files { try checkOurs(file.path) }
        var changed = false
        for file in files.files {
            let content = Array(file.text.utf8)
            if try Files.read(file.path, limit: 1 << 20) == content { continue }
            let folder = String(file.path.prefix(upTo: file.path.lastIndex(of: "/") ?? file.path.startIndex))
            if Files.kind(of: folder) == nil {
                try makeFolders(folder)
                if mode == 0o644 { chmod(folder, 0o755) }
            }
            try Files.replace(file.path, with: content)
            chmod(file.path, mode)
            changed = true
        }
        return changed
    }

    private func makeFolders(_ folder: String) throws(CcmuxError) {
        var path = ""
        for name in folder.split(separator: "/") {
            path += "/\(name)"
            if Files.kind(of: path) == nil { try Files.makeFolder(path) }
        }
    }

    private func remove(_ path: String) throws(CcmuxError) {
        guard Files.stamp(of: path) != nil else { return }
        try checkOurs(path)
        Files.remove(path)
    }

    /// A file that a person wrote is never replaced and never removed.
    private func checkOurs(_ path: String) throws(CcmuxError) {
        guard let bytes = try Files.read(path, limit: 1 << 20) else { return }
        guard String(decoding: bytes, as: UTF8.self).contains(ServiceFiles.stamp) else {
            throw CcmuxError(
                .refused, "\(path) is there and not written by ccmux; it was left alone.",
                advice: "Move it away, then try again.")
        }
    }

    // MARK: Checking

    private func userHome() throws(CcmuxError) -> String {
        guard let home = environment["HOME"], home.hasPrefix("/") else {
            throw CcmuxError(.refused, "HOME does not name an absolute path.", advice: "Set it to your home folder.")
        }
        return home
    }

    /// The unit, unless another home has it.
    private func own(_ unit: ServiceUnit, _ home: String) throws(CcmuxError) -> ServiceUnit {
        if let text = unit.text, !ServiceUnit.serves(layout, text: text, userHome: home) {
            throw CcmuxError(
                .refused, "\(unit.file) serves another ccmux home; a user has one service.",
                advice: "Start this home's daemon with 'ccmux daemon start', or remove the other service first.")
        }
        let system = ServiceUnit.candidates(environment: environment, home: home, user: currentUser).last
        if let system, system.scope == .system, let text = system.text,
            ServiceUnit.serves(layout, text: text, userHome: home)
        {
            throw CcmuxError(
                .refused, "This home has a service of the system already, \(system.name).",
                advice: "systemctl status \(system.name)")
        }
        return unit
    }

    private func launchAgent(_ home: String) throws(CcmuxError) -> ServiceUnit {
        if let there = ServiceUnit.installed(for: layout, environment: environment) { return there }
        let prefix = ServiceUnit.loginName(currentUser) ?? "user"
        let label = "com.\(prefix).ccmux"
        let unit = ServiceUnit(
            scope: .launchd, name: label, file: "\(home)/Library/LaunchAgents/\(label).plist", user: currentUser)
        return try own(unit, home)
    }

    private func checkProgram(_ layout: HomeLayout) throws(CcmuxError) {
        guard Files.isExecutable(layout.applicationFolder + "/current/bin/ccmuxd") else {
            throw CcmuxError(
                .refused, "ccmux is not installed in \(layout.root): there is no app/current.",
                advice: "Run install.sh first. A service must not depend on a folder of sources.")
        }
    }

    private func hasLauncher(_ layout: HomeLayout) -> Bool {
        Files.isExecutable(layout.applicationFolder + "/launcher")
    }

    private func systemLayout(_ owner: Owner) -> HomeLayout {
        // A home that was named is meant; else the owner's usual one, not root's.
        environment["CCMUX_HOME"]?.isEmpty == false ? layout : HomeLayout(root: "\(owner.home)/.ccmux")
    }

    private func checkSystemd() throws(CcmuxError) {
        guard Files.kind(of: "/run/systemd/system") == .folder else {
            throw CcmuxError(
                .refused, "systemd does not run this machine.",
                advice: "No service is needed: ccmux starts its daemon with the first command after a boot.")
        }
        guard geteuid() == 0 else {
            throw CcmuxError(
                .refused, "Units of the system are root's.", advice: "sudo ccmux install-service --system")
        }
    }

    private func checkUserSystemd() throws(CcmuxError) {
        guard Files.kind(of: "/run/systemd/system") == .folder else {
            throw CcmuxError(
                .refused, "systemd does not run this machine.",
                advice: "No service is needed: ccmux starts its daemon with the first command after a boot.")
        }
        guard let folder = reaching["XDG_RUNTIME_DIR"], Files.kind(of: folder + "/systemd") == .folder else {
            throw CcmuxError(
                .refused, "Your user has no systemd of its own running.",
                advice: "sudo loginctl enable-linger \(ServiceUnit.loginName(currentUser) ?? "$USER") starts it; "
                    + "or, as root: ccmux install-service --system --user \(ServiceUnit.loginName(currentUser) ?? "NAME")"
            )
        }
    }
}
