#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// One conversation's file, appended to. It is made at the first record, so a conversation without a
/// prompt leaves nothing behind.
struct Transcript {
    let path: String
    private let sessionID: String
    private let directory: String
    private var descriptor: Int32 = -1
    private var parent: String?
    private var needsNewline: Bool
    private let newIdentifier: () -> String

    init(
        path: String, sessionID: String, directory: String, after history: History,
        newIdentifier: @escaping () -> String
    ) {
        self.path = path
        self.sessionID = sessionID
        self.directory = directory
        parent = history.last
        needsNewline = history.endsBroken
        self.newIdentifier = newIdentifier
    }

    /// Adds one line by one write(2) at the file's end. A write that comes up short, as on a full disk,
    /// is taken back.
    mutating func append(_ record: Record, model: String, mode: PermissionMode, wall: Double) throws(FileError) {
        try openOnce()
        let context = RecordContext(
            uuid: newIdentifier(), parent: parent, messageID: "msg_" + newIdentifier(), sessionID: sessionID,
            directory: directory, timestamp: rfc3339(wall, milliseconds: true), model: model, mode: mode)
        let line = (needsNewline ? [0x0A] : []) + record.json(context).bytes + [0x0A]
        let start = lseek(descriptor, 0, SEEK_END)
        var count = write(descriptor, line, line.count)
        while count < 0, errno == EINTR { count = write(descriptor, line, line.count) }
        guard count == line.count else {
            let failure = FileError(operation: "write", path: path, code: count < 0 ? errno : ENOSPC)
            if count > 0 { _ = ftruncate(descriptor, start) }
            throw failure
        }
        needsNewline = false
        if record.isChained { parent = context.uuid }
    }

    mutating func finish() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }

    private mutating func openOnce() throws(FileError) {
        guard descriptor < 0 else { return }
        if let slash = path.lastIndex(of: "/") { try makeFolder(String(path[..<slash])) }
        descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .now("open", path) }
    }
}
