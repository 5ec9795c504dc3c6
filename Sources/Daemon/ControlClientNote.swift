import Logging
import Model
import Platform

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The daemon's tmux control client, noted on disk for the daemon after it.
///
/// A client whose daemon was killed detaches by itself, since its input ends. But where the tmux server is killed in
/// that very moment the two can wait for each other for ever, and the dying server refuses everybody with "server exited
/// unexpectedly". Once such a client is gone its server goes as well.
struct ControlClientNote {
    let path: String
    let logger: Logger

    /// Seconds that a client is given to detach.
    private static let patience = 1.0

    /// Notes the client that this daemon has just started.
    func write(_ pid: Int32) {
        guard let client = ProcessTable.identity(of: pid) else { return }
        do {
            try Files.replace(path, with: Array("\(client.pid) \(client.start)\n".utf8), durable: false)
        } catch {
            logger.warning("the tmux client cannot be noted: \(error.message)")
        }
    }

    /// Ends the client of the daemon before, if it has not detached.
    func endOrphan() async {
        let note = (try? Files.read(path, limit: 256)) ?? []
        let words = String(decoding: note, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard words.count == 2, let pid = Int32(words[0]), let start = Int64(words[1]) else { return }
        let client = ProcessIdentity(pid: pid, start: start)
        let deadline = monotonicSeconds() + Self.patience
        while ProcessTable.isAlive(client) {
            guard monotonicSeconds() < deadline else {
                logger.warning("a tmux client was left behind; ending it", metadata: ["pid": "\(pid)"])
                ProcessTable.signal(SIGKILL, to: client)
                return
            }
            try? await Task.sleep(for: .milliseconds(10))
        }
    }
}
