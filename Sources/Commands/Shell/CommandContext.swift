import Client
import Model
import Platform

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What a command knows of the world that it was called in.
struct CommandContext: Sendable {
    let layout: HomeLayout
    let userHome: String?

    init() throws(CcmuxError) {
        // Two variables are looked up: reading the whole environment is work that `list` does not need.
        userHome = Self.variable("HOME")
        var environment: [String: String] = [:]
        environment["HOME"] = userHome
        environment["CCMUX_HOME"] = Self.variable("CCMUX_HOME")
        layout = try HomeLayout(environment: environment)
    }

    /// A client of the daemon of this home.
    ///
    /// - Parameter starting: whether the daemon is started where it does not run. `CCMUX_NO_AUTOSTART` forbids it.
    func client(starting: Bool = true) -> DaemonClient {
        var client = DaemonClient(layout: layout)
        let forbidden = Self.variable("CCMUX_NO_AUTOSTART").map { !$0.isEmpty && $0 != "0" } ?? false
        if starting, !forbidden {
            client.starter = { () throws(CcmuxError) in try launcher.start() }
        }
        return client
    }

    var launcher: DaemonLauncher {
        DaemonLauncher(layout: layout, environment: wholeEnvironment) { StandardStreams.report(["ccmux: \($0)"]) }
    }

    var wholeEnvironment: [String: String] { processEnvironment() }

    /// What `path` means here, absolute and without `.` and `..`; links stay as they are.
    func absolute(_ path: String) throws(CcmuxError) -> String {
        try PathResolution.absolute(path, workingDirectory: Self.workingDirectory(), userHome: userHome)
    }

    static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// `$PWD` where it is true, since it keeps the links that the user went through; else the system's answer.
    private static func workingDirectory() throws(CcmuxError) -> String {
        if let logical = variable("PWD"), logical.hasPrefix("/"), let there = Files.stamp(of: logical),
            let here = Files.stamp(of: "."), there.device == here.device, there.inode == here.inode
        {
            return logical
        }
        guard let buffer = getcwd(nil, 0) else { throw .system("find the current directory", errno: errno) }
        defer { free(buffer) }
        return String(cString: buffer)
    }
}
