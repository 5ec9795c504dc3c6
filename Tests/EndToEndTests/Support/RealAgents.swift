import Platform

/// The real agents that Tests/Lab/install-agents puts on this machine.
enum RealAgents {
    static let folder: String = {
        let environment = processEnvironment()
        let cache = environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        return (cache ?? (environment["HOME"] ?? "/root") + "/.cache") + "/ccmux-lab"
    }()

    static var areInstalled: Bool {
        get async { await installation.value == nil }
    }

    /// Why they are not there, told once; nil when they are.
    private static let installation = Task<String?, Never> {
        if AgentUnderTest.real.allSatisfy({ $0.program.map(Files.isExecutable) ?? true }) { return nil }
        let reason: String
        do {
            let done = try await Program.run(
                ["/usr/bin/env", "python3", "\(Sources.root)/Tests/Lab/install-agents"],
                environment: processEnvironment(), seconds: 1800)
            if done.status == 0, AgentUnderTest.real.allSatisfy({ $0.program.map(Files.isExecutable) ?? true }) {
                return nil
            }
            reason = done.errors
        } catch {
            reason = "\(error)"
        }
        let line = "real agents are not available: \(reason.split(separator: "\n").last ?? "no reason was given")\n"
        try? Files.write(Array(line.utf8), to: 2, name: "standard error")
        return reason
    }
}

/// Where this package lies.
enum Sources {
    static let root: String = {
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        return parts.dropLast(4).joined(separator: "/")
    }()

    /// The folder with the programs that are tested: `$CCMUX_BIN_DIR`, else the debug build.
    static let programs: String = processEnvironment()["CCMUX_BIN_DIR"] ?? "\(root)/.build/debug"
}
