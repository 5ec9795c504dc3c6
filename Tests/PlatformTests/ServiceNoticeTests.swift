import Foundation
import TestSupport
import Testing

@testable import Platform

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite struct ServiceNoticeTests {
    /// The init system's end: a bound datagram socket.
    private struct Listener: ~Copyable {
        let descriptor: Int32

        init(_ name: [UInt8]) throws {
            #if canImport(Darwin)
                descriptor = socket(AF_UNIX, SOCK_DGRAM, 0)
            #else
                descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
            #endif
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
            let start = try #require(MemoryLayout<sockaddr_un>.offset(of: \.sun_path))
            let descriptor = descriptor
            let result = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, socklen_t(start + name.count))
                }
            }
            try #require(result == 0)
        }

        func next() -> String {
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = buffer.withUnsafeMutableBytes {
                recv(descriptor, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT))
            }
            return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
        }

        deinit { close(descriptor) }
    }

    @Test func `what is said arrives at a socket with a path`() throws {
        let folder = try TemporaryFolder()
        let listener = try Listener(Array((folder / "notify").utf8) + [0])
        let notice = try #require(ServiceNotice(environment: ["NOTIFY_SOCKET": folder / "notify"]))
        let isSent = notice.send(.ready, .status("3 sessions"))
        #expect(isSent)
        #expect(listener.next() == "READY=1\nSTATUS=3 sessions")
    }

    #if os(Linux)
        @Test func `what is said arrives at an abstract socket`() throws {
            let name = "ccmux-test-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
            let listener = try Listener([0] + Array(name.utf8))
            let notice = try #require(ServiceNotice(environment: ["NOTIFY_SOCKET": "@" + name]))
            let isSent = notice.send(.alive)
            #expect(isSent)
            #expect(listener.next() == "WATCHDOG=1")
        }
    #endif

    @Test func `an init system that is gone is no error`() throws {
        let notice = try #require(ServiceNotice(environment: ["NOTIFY_SOCKET": "/nowhere/notify"]))
        let isSent = notice.send(.stopping)
        #expect(!isSent)
    }

    @Test(arguments: ["", "relative", "@", "/" + String(repeating: "x", count: 200), "vsock:2:1234"])
    func `nobody asked, or in a way that is not known`(_ socket: String) {
        #expect(ServiceNotice(environment: ["NOTIFY_SOCKET": socket]) == nil)
        #expect(ServiceNotice(environment: [:]) == nil)
    }

    @Test func `the watchdog counts where it watches this process`() {
        func watchdog(_ variables: [String: String]) -> Double? {
            ServiceNotice(environment: variables.merging(["NOTIFY_SOCKET": "/run/notify"]) { $1 }, pid: 42)?.watchdog
        }
        #expect(watchdog(["WATCHDOG_USEC": "30000000"]) == 30)
        #expect(watchdog(["WATCHDOG_USEC": "1500000", "WATCHDOG_PID": "42"]) == 1.5)
        #expect(watchdog(["WATCHDOG_USEC": "1500000", "WATCHDOG_PID": "43"]) == nil)
        #expect(watchdog(["WATCHDOG_USEC": "0"]) == nil)
        #expect(watchdog(["WATCHDOG_USEC": "soon"]) == nil)
        #expect(watchdog([:]) == nil)
    }

    @Test func `a status is one line and not endless`() {
        let text = ServiceNotice.text([.status("a\nREADY=1\u{1b}" + String(repeating: "b", count: 1000))])
        #expect(text.hasPrefix("STATUS=a READY=1 bbb"))
        #expect(!text.contains("\n"))
        #expect(text.utf8.count == "STATUS=".utf8.count + 200)
    }
}
