import Model
package import Platform

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Hands reports to the daemon, or to the spool when the daemon does not take them.
package struct ReportSender: Sendable {
    package let home: HomeLayout
    /// Seconds within which the daemon must have acknowledged.
    package var timeout = 0.5

    package init(home: HomeLayout, timeout: Double = 0.5) {
        self.home = home
        self.timeout = timeout
    }

    /// Delivers or spools. A failure of both is lost: the agent must not suffer for it, and the daemon's sweep finds
    /// out by looking.
    package func send(_ report: Report) {
        guard let line = line(report) else { return }
        if !deliver(line) { spool(line, for: report.session) }
    }

    /// Hands over what may be lost, without waiting for an answer; false when nobody took it.
    func mention(_ report: Report) -> Bool {
        guard let line = line(report), let socket = try? UnixSocket(connectingTo: home.reportSocket, timeout: timeout)
        else { return false }
        return socket.send(line, timeout: timeout)
    }

    /// Delivers, and keeps the connection for an answer; nil where nobody took it: then it is in the spool.
    func sendAndStay(_ report: Report) -> UnixSocket? {
        guard let line = line(report) else { return nil }
        if let socket = try? UnixSocket(connectingTo: home.reportSocket, timeout: timeout), hand(line, to: socket) {
            return socket
        }
        spool(line, for: report.session)
        return nil
    }

    private func line(_ report: Report) -> [UInt8]? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return (try? encoder.encode(report)).map { Array($0) + [UInt8(ascii: "\n")] }
    }

    private func deliver(_ line: [UInt8]) -> Bool {
        guard let socket = try? UnixSocket(connectingTo: home.reportSocket, timeout: timeout) else { return false }
        return hand(line, to: socket)
    }

    /// Sends the line and takes its acknowledgement, and not a byte more.
    private func hand(_ line: [UInt8], to socket: borrowing UnixSocket) -> Bool {
        guard socket.send(line, timeout: timeout) else { return false }
        var answer: [UInt8] = []
        while answer.last != UInt8(ascii: "\n") {
            guard answer.count < 64, let count = socket.receive(into: &answer, atMost: 1, timeout: timeout), count > 0
            else { return false }
        }
        return answer.starts(with: Array("ok".utf8))
    }

    /// Appends with one write under a lock, so that lines of several hooks do not mix and the daemon does not take the
    /// file away in between.
    private func spool(_ line: [UInt8], for id: SessionID) {
        try? FileLock.hold(home.launchLock(id)) { () throws(CcmuxError) in
            let descriptor = openForAppending(home.spoolFile(id))
            guard descriptor >= 0 else { return }
            defer { close(descriptor) }
            var status = stat()
            guard fstat(descriptor, &status) == 0, Int(status.st_size) + line.count <= Self.spoolLimit else { return }
            do throws(CcmuxError) {
                try Files.write(line, to: descriptor, name: "the spool")
            } catch {
                // Half a line would spoil the next one too.
                ftruncate(descriptor, status.st_size)
            }
        }
    }

    /// A daemon that stays away for days must not fill the disk.
    private static let spoolLimit = 16 << 20
}

private func openForAppending(_ path: String) -> Int32 {
    open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
}
