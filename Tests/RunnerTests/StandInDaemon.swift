import Foundation
import Platform
import Synchronization
import Testing

/// Listens where the daemon would, and answers each connection's first line with a fixed text, then closes. Without a
/// text it takes no connection at all, like a daemon that hangs.
final class StandInDaemon: Sendable {
    private let descriptor: Int32
    private let taken = Mutex<[String]>([])

    var lines: [String] { taken.withLock { $0 } }

    init(_ path: String, answer: String?, backlog: Int32 = 16) throws {
        var address = try #require(sockaddr_un(path: path))
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
        }
        try #require(bound == 0 && listen(descriptor, backlog) == 0)
        guard let answer else { return }
        Thread.detachNewThread { [self] in
            while case let connection = accept(descriptor, nil, nil), connection >= 0 { serve(connection, answer) }
            close(descriptor)
        }
        isServing.withLock { $0 = true }
    }

    private let isServing = Mutex(false)

    private func serve(_ connection: Int32, _ answer: String) {
        defer { close(connection) }
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while read(connection, &byte, 1) == 1, byte != UInt8(ascii: "\n") { line.append(byte) }
        taken.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
        _ = Array(answer.utf8).withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    }

    /// Wakes the thread, which closes the socket.
    func end() {
        shutdown(descriptor, Int32(SHUT_RDWR))
        if !isServing.withLock({ $0 }) { close(descriptor) }
    }
}
