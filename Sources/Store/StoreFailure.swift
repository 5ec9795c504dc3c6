import GRDB
import Model

/// Puts what SQLite says into words that name the file, the cause and the way on.
struct StoreFailure {
    var path: String

    private var file: String { String(path.split(separator: "/").last ?? "") }

    /// `action` completes "Cannot …".
    func describe(_ error: any Error, action: String) -> CcmuxError {
        if let known = error as? CcmuxError { return known }
        guard let cause = error as? DatabaseError else {
            return CcmuxError(.failed, "Cannot \(action) in \(path): \(error).")
        }
        switch cause.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            return corrupt(cause.message ?? "it is not a database")
        case .SQLITE_FULL:
            return failed(
                action, "the disk is full", advice: "Free some disk space and try again; nothing was changed.")
        case .SQLITE_READONLY, .SQLITE_PERM:
            return failed(
                action, "it cannot be written",
                advice: "Check the owner and the permissions of the file and of its folder.")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            return failed(
                action, "another process holds it",
                advice: "Only the daemon opens it; end the other program (`ccmux daemon status` names the daemon).")
        case .SQLITE_CANTOPEN:
            return failed(
                action, "the file cannot be opened",
                advice: "Check that the folder is there, can be written, and that the disk is not full.")
        case .SQLITE_IOERR:
            return failed(
                action, "the disk refused it (\(cause.message ?? "input/output error"))",
                advice: "Check the disk's free space, quota and health; nothing was changed.")
        default:
            return failed(action, cause.message ?? "SQLite error \(cause.resultCode.rawValue)", advice: nil)
        }
    }

    private func failed(_ action: String, _ reason: String, advice: String?) -> CcmuxError {
        CcmuxError(.failed, "Cannot \(action) in \(path): \(reason).", advice: advice)
    }

    func corrupt(_ reason: String) -> CcmuxError {
        CcmuxError(
            .failed, "\(path) is damaged and was left as it is: \(reason).",
            advice: "Put a backup in its place, or move it (and \(file)-wal, if there) elsewhere to begin with no"
                + " sessions; the conversations are in the agents' own files.")
    }

    func foreign() -> CcmuxError {
        CcmuxError(
            .failed, "\(path) is a database, but not one of ccmux; it was left as it is.",
            advice: "Move it elsewhere, or put a backup of \(file) in its place.")
    }

    func newer(schema: String, oldestReader: Int, own: Int) -> CcmuxError {
        CcmuxError(
            .configuration,
            "\(path) was written by a newer ccmux and was left as it is: its schema \(schema) needs a program that"
                + " knows \(oldestReader), and ccmux \(ccmuxVersion) knows \(own).",
            advice: "Install the newer version again, or put a backup of \(file) from before that update in its place.")
    }

    func orphanedLog() -> CcmuxError {
        CcmuxError(
            .failed, "\(path) is missing, but its log \(file)-wal is there.",
            advice: "Put \(file) or a backup of it back; to begin with no sessions, move \(file)-wal elsewhere.")
    }
}
