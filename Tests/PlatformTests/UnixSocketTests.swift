import Foundation
import Model
import Platform
import Synchronization
import TestSupport
import Testing

@Suite struct UnixSocketTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func `what is sent arrives, and what comes back is read to its end`() throws {
        let listener = try Listener(folder / "s")
        defer { listener.end() }
        let served = listener.serve(reading: 5, answer: Array("ok\n".utf8))
        let socket = try UnixSocket(connectingTo: folder / "s")
        let isSent = socket.send(Array("hello".utf8), timeout: 20)
        #expect(isSent)
        var answer: [UInt8] = []
        while let count = socket.receive(into: &answer, atMost: 2, timeout: 20), count > 0 {}
        #expect(answer == Array("ok\n".utf8))
        #expect(served.result() == Array("hello".utf8))
    }

    @Test func `nobody there is an error of its own`() throws {
        let missing = #expect(throws: CcmuxError.self) { _ = try UnixSocket(connectingTo: folder / "none").descriptor }
        #expect(missing?.code == .unavailable)
        try Listener(folder / "left").end()
        let left = #expect(throws: CcmuxError.self) { _ = try UnixSocket(connectingTo: folder / "left").descriptor }
        #expect(left?.code == .unavailable)
        let long = #expect(throws: CcmuxError.self) {
            _ = try UnixSocket(connectingTo: "/" + String(repeating: "x", count: 200)).descriptor
        }
        #expect(long?.code == .configuration)
    }

    @Test func `a silent other end costs no more than the time given`() throws {
        let listener = try Listener(folder / "s")
        defer { listener.end() }
        let socket = try UnixSocket(connectingTo: folder / "s")
        let start = monotonicSeconds()
        var answer: [UInt8] = []
        let count = socket.receive(into: &answer, atMost: 10, timeout: 0.05)
        #expect(count == nil)
        let isSent = socket.send([UInt8](repeating: 0, count: 8 << 20), timeout: 0.05)
        #expect(!isSent)
        #expect(monotonicSeconds() - start < 4)
    }

    @Test func `an other end that takes no connections costs no more than the time given`() throws {
        let listener = try Listener(folder / "s", backlog: 0)
        defer { listener.end() }
        let start = monotonicSeconds()
        let first = try UnixSocket(connectingTo: folder / "s")
        let error = #expect(throws: CcmuxError.self) {
            _ = try UnixSocket(connectingTo: folder / "s", timeout: 0.05).descriptor
        }
        #expect(error?.code == .unavailable)
        #expect(monotonicSeconds() - start < 4)
        _ = first.descriptor
    }

    @Test func `an other end that went away fails the sending, and no signal comes`() throws {
        let listener = try Listener(folder / "s")
        defer { listener.end() }
        let served = listener.serve(reading: 0, answer: [])
        let socket = try UnixSocket(connectingTo: folder / "s")
        _ = served.result()
        let isSent = socket.send([UInt8](repeating: 0, count: 8 << 20), timeout: 20)
        #expect(!isSent)
        var answer: [UInt8] = []
        let count = socket.receive(into: &answer, atMost: 10, timeout: 20)
        #expect(count == nil || count == 0)
    }
}

/// A listening socket. Whoever makes one calls `end`.
final class Listener: Sendable {
    let descriptor: Int32

    init(_ path: String, backlog: Int32 = 8) throws {
        var address = try #require(sockaddr_un(path: path))
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
        }
        try #require(bound == 0 && listen(descriptor, backlog) == 0)
    }

    func end() {
        close(descriptor)
    }

    /// Takes one connection, in a thread of its own: reads `count` bytes, answers and closes.
    func serve(reading count: Int, answer: [UInt8]) -> Served {
        let served = Served()
        Thread.detachNewThread { [descriptor] in
            let connection = accept(descriptor, nil, nil)
            var taken: [UInt8] = []
            var byte: UInt8 = 0
            while taken.count < count, read(connection, &byte, 1) == 1 { taken.append(byte) }
            _ = answer.withUnsafeBytes { write(connection, $0.baseAddress, $0.count) }
            close(connection)
            served.taken.withLock { $0 = taken }
        }
        return served
    }

    final class Served: Sendable {
        /// Nil until it is done.
        let taken = Mutex<[UInt8]?>(nil)

        func result() -> [UInt8]? {
            _ = eventually { taken.withLock { $0 != nil } }
            return taken.withLock { $0 }
        }
    }
}
