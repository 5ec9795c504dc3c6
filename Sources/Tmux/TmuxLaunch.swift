import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// How every tmux process is started: its own session (a Ctrl-C in our terminal is not for it), no inherited
/// descriptors, no blocked signals, the given environment and nothing else. The library sees to all of that.
/// The folder is `/`, which cannot vanish under a server; each session gets a folder of its own.
enum TmuxLaunch {
    static func configuration(
        _ configuration: TmuxConfiguration, arguments: [[UInt8]]
    ) -> Subprocess.Configuration {
        var options = PlatformOptions()
        options.createSession = true
        var variables: [Environment.Key: String] = [:]
        for (name, value) in configuration.cleanEnvironment {
            variables[Environment.Key(stringLiteral: name)] = value
        }
        return Subprocess.Configuration(
            executable: .path(FilePath(configuration.executable)),
            // The library copies bytes up to a NUL, which it expects in them.
            arguments: Arguments(arguments.map { $0 + [0] }),
            environment: .custom(variables),
            workingDirectory: "/",
            platformOptions: options)
    }

    /// What a failure to start or to talk to the process means.
    static func error(_ error: any Error, executable: String, command: String) -> TmuxError {
        guard let error = error as? SubprocessError else {
            // The caller's task was cancelled, and with it the process.
            return TmuxError(.disconnected, command: command, message: String(describing: error))
        }
        switch error.code {
        case .spawnFailed, .executableNotFound:
            return TmuxError(.missing, command: command, message: "\(executable) cannot be started: \(error)")
        case .outputLimitExceeded:
            return TmuxError(.refused, command: command, message: "the output is longer than what is kept")
        default:
            return TmuxError(.disconnected, command: command, message: String(describing: error))
        }
    }
}
