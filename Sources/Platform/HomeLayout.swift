package import Model

/// Where everything of one ccmux home lives: `~/.ccmux`, or `$CCMUX_HOME`.
///
/// Folders are 0700 and files 0600. Nothing is kept in a cache folder or in `/tmp`.
package struct HomeLayout: Sendable, Hashable {
    /// Absolute, without a trailing slash.
    package let root: String

    package init(root: String) {
        self.root = root
    }

    /// The home that `environment` asks for.
    ///
    /// - Throws: `.configuration` when neither `CCMUX_HOME` nor `HOME` names an absolute path.
    package init(environment: [String: String]) throws(CcmuxError) {
        if let given = environment["CCMUX_HOME"], !given.isEmpty {
            guard given.hasPrefix("/") else {
                throw CcmuxError(
                    .configuration, "CCMUX_HOME is '\(given)', which is not an absolute path.",
                    advice: "Set it to an absolute path, or unset it to use ~/.ccmux.")
            }
            let root = Self.withoutTrailingSlashes(given)
            self.init(root: root.isEmpty ? "/" : root)
        } else if let home = environment["HOME"], home.hasPrefix("/") {
            self.init(root: Self.withoutTrailingSlashes(home) + "/.ccmux")
        } else {
            throw CcmuxError(
                .configuration, "Neither HOME nor CCMUX_HOME names an absolute path.",
                advice: "Set CCMUX_HOME to the folder where ccmux may keep its state.")
        }
    }

    /// Empty for the root folder.
    private static func withoutTrailingSlashes(_ path: String) -> String {
        String(path.reversed().drop { $0 == "/" }.reversed())
    }

    package var configuration: String { root + "/config.toml" }
    package var database: String { root + "/ccmux.db" }
    /// What was read out of transcripts: it can be thrown away.
    package var index: String { root + "/index.db" }
    package var daemonSocket: String { root + "/daemon.sock" }
    package var reportSocket: String { root + "/report.sock" }
    /// Held with flock by the one daemon of this home.
    package var daemonLock: String { root + "/daemon.lock" }
    /// Names the daemon's tmux control client.
    package var tmuxClient: String { root + "/tmux.client" }
    package var runFolder: String { root + "/run" }
    package var spoolFolder: String { root + "/spool" }
    package var screenFolder: String { root + "/screens" }
    package var logFolder: String { root + "/logs" }
    package var daemonLog: String { logFolder + "/daemon.log" }
    /// What a daemon prints before its log is open: the reason of a start that failed.
    package var daemonOutput: String { logFolder + "/daemon.out" }
    package var demoFolder: String { root + "/demo" }
    /// Agent kinds of the user's own.
    package var agentFolder: String { root + "/agents" }
    /// Reports of states that were shown wrongly.
    package var misreadFolder: String { root + "/misread" }
    /// Copies of transcripts, made before something was done that changes what an agent knows.
    package var transcriptFolder: String { root + "/transcripts" }
    /// What is known of each worktree that ccmux made, until it is taken away.
    package var worktreeFolder: String { root + "/worktrees" }
    package func worktreeFile(_ id: SessionID) -> String { "\(worktreeFolder)/\(id).json" }
    /// What a worktree's setup command printed.
    package func setupLog(_ id: SessionID) -> String { "\(logFolder)/setup-\(id).log" }
    package var applicationFolder: String { root + "/app" }
    package var versionFolder: String { applicationFolder + "/versions" }
    /// Links to the bundle that is used and to the one before: `versions/X.Y.Z`.
    package var currentBundle: String { applicationFolder + "/current" }
    package var previousBundle: String { applicationFolder + "/previous" }
    /// Starts the installed daemon, and guards its starts.
    package var launcher: String { applicationFolder + "/launcher" }
    /// A bundle of this machine's own making, to be taken by the next update.
    package var candidateBundle: String { applicationFolder + "/candidate" }
    package var updateLock: String { applicationFolder + "/update.lock" }
    package var updateJournal: String { applicationFolder + "/update.json" }
    package var quarantine: String { applicationFolder + "/quarantine.json" }
    /// The launcher's count of starts without a healthy sweep.
    package var startCount: String { applicationFolder + "/starts" }
    /// The version that has not yet proven itself.
    package var trial: String { applicationFolder + "/trial" }
    package var downloadFolder: String { applicationFolder + "/downloads" }
    /// Events of who has no daemon at hand, one file each.
    package var noteFolder: String { applicationFolder + "/notes" }
    /// What automatic updates print.
    package var updateLog: String { logFolder + "/update.log" }
    package var backupFolder: String { root + "/backups" }

    package func launchFile(_ id: SessionID) -> String { "\(runFolder)/\(id).json" }
    package func launchLock(_ id: SessionID) -> String { "\(runFolder)/\(id).lock" }
    package func spoolFile(_ id: SessionID) -> String { "\(spoolFolder)/\(id).jsonl" }
    package func screenFile(_ id: SessionID) -> String { "\(screenFolder)/\(id).txt" }

    /// The folders that must exist before anything is written.
    package var folders: [String] { [root, runFolder, spoolFolder, screenFolder, logFolder] }

    /// Bytes that fit into `sockaddr_un.sun_path`, its terminator counted: 108 on Linux, 104 on macOS.
    package static var socketPathLimit: Int { socketPathCapacity }

    /// Refuses a home whose socket paths the system would not take.
    package func checkSocketPaths() throws(CcmuxError) {
        let longest = max(daemonSocket.utf8.count, reportSocket.utf8.count)
        guard longest + 1 > Self.socketPathLimit else { return }
        throw CcmuxError(
            .configuration,
            "The path \(reportSocket) is too long for a socket: \(longest) bytes, \(Self.socketPathLimit - 1) are allowed.",
            advice: "Set CCMUX_HOME to a shorter path.")
    }
}
