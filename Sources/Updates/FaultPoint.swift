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
            guard processEnvironment()["CCMUX_FAULT"] == rawValue else { return }
            kill(getpid(), SIGKILL)
        #endif
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
