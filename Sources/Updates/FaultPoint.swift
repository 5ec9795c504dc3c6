import Platform

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The steps of an update at which a test may cut the power. Only debug builds do it, when `CCMUX_FAULT` names one.
package enum FaultPoint: String, CaseIterable, Sendable {
    case manifestVerified = "manifest-verified"
    case downloadHalf = "download-half"
    case downloaded
    case unpackedHalf = "unpacked-half"
    case unpacked
    case preflightDone = "preflight-done"
    case backupWritten = "backup-written"
    case placed
    case journalWritten = "journal-written"
    case trialWritten = "trial-written"
    case previousMoved = "previous-moved"
    case currentMoved = "current-moved"
    case confirmingWritten = "confirming-written"
    case daemonStopped = "daemon-stopped"
    case daemonStarted = "daemon-started"
    case healthyOnce = "healthy-once"
    case confirmed
    case journalRemoved = "journal-removed"
    case launcherReplaced = "launcher-replaced"
    case revertWritten = "revert-written"
    case revertStopped = "revert-stopped"
    case databaseRestored = "database-restored"
    case currentMovedBack = "current-moved-back"
    case previousMovedBack = "previous-moved-back"
    case quarantined
    case revertStarted = "revert-started"

    package func reached() {
        #if DEBUG
            let variables = processEnvironment()
            // Stopped, a test can change the world before it lets it go on.
            if variables["CCMUX_FAULT_STOP"] == rawValue {
                unsetenv("CCMUX_FAULT_STOP")
                kill(getpid(), SIGSTOP)
            }
            if variables["CCMUX_FAULT"] == rawValue { kill(getpid(), SIGKILL) }
        #endif
    }

    /// Seconds of patience and of hold that a test wants of `ConfirmWatch`, `15,1`.
    static var times: (patience: Double, hold: Double)? {
        #if DEBUG
            let words = processEnvironment()["CCMUX_UPDATE_TIMES"]?.split(separator: ",") ?? []
            if words.count == 2, let patience = Double(words[0]), let hold = Double(words[1]) {
                return (patience, hold)
            }
        #endif
        return nil
    }

    /// Whether this program dies at them at all.
    package static var areArmed: Bool {
        #if DEBUG
            true
        #else
            false
        #endif
    }
}
