import Config
import Logging
import Model
import Platform

/// The daemon's log: a JSON object a line in `logs/daemon.log`, rotated by size; as text on a terminal as well.
enum DaemonLog {
    static func start(_ configuration: Configuration.Log, home: HomeLayout) throws(CcmuxError) -> Logger {
        let file = try RotatingFile(
            path: home.daemonLog, limit: configuration.maxFileSize * 1_000_000, kept: configuration.keepFiles)
        let level = Logger.Level(rawValue: configuration.level) ?? .info
        let onTerminal = Terminal.isTerminal(2)
        LoggingSystem.bootstrap { label in
            JSONLineHandler(label: label, file: file, logLevel: level, onTerminal: onTerminal)
        }
        return Logger(label: "ccmux")
    }

    /// For libraries that tell of every step.
    static func quiet(_ logger: Logger) -> Logger {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        return quiet
    }
}
