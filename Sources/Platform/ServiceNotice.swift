#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Tells the init system how this service is, over the datagram socket that `NOTIFY_SOCKET` names: sd_notify(3).
package struct ServiceNotice: Sendable {
    package enum State: Sendable, Hashable {
        /// It is at work: what waits for this service may start.
        case ready
        /// It has begun to end.
        case stopping
        /// It lives; where the init system watches, it ends a service that does not say so in time.
        case alive
        /// What it does, one line for `systemctl status`.
        case status(String)
    }

    /// Seconds within which `alive` must be said again; nil where nobody watches this process.
    package let watchdog: Double?
    /// The socket's name as in `sun_path`: a path with its terminator, or a NUL and an abstract name without one.
    private let name: [UInt8]

    /// Nil where no init system asked for it.
    ///
    /// - Parameter pid: this process; a `WATCHDOG_PID` that names another is not for us.
    package init?(environment: [String: String], pid: Int32 = thisProcess()) {
        guard let socket = environment["NOTIFY_SOCKET"], socket.utf8.count > 1 else { return nil }
        let bytes = Array(socket.utf8)
        switch bytes[0] {
        case UInt8(ascii: "/"): name = bytes + [0]
        case UInt8(ascii: "@"): name = [0] + bytes.dropFirst()
        default: return nil
        }
        guard name.count <= socketPathCapacity else { return nil }
        let watched = environment["WATCHDOG_PID"].map { Int32($0) == pid } ?? true
        let microseconds = environment["WATCHDOG_USEC"].flatMap { Int64($0) } ?? 0
        watchdog = watched && microseconds > 0 ? Double(microseconds) / 1e6 : nil
    }

    /// What is sent for `states`: one `NAME=VALUE` a line.
    static func text(_ states: [State]) -> String {
        states.map { state in
            switch state {
            case .ready: "READY=1"
            case .stopping: "STOPPING=1"
            case .alive: "WATCHDOG=1"
            case .status(let text):
                "STATUS=" + String(text.unicodeScalars.prefix(200).map { $0.value < 32 ? " " : Character($0) })
            }
        }.joined(separator: "\n")
    }

    /// Sends all of `states` in one message, without ever waiting; false when the init system did not take it.
    @discardableResult
    package func send(_ states: State...) -> Bool {
        let descriptor = makeDatagramSocket()
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        // An abstract name ends with the length, not with a NUL.
        let start = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? MemoryLayout<sa_family_t>.size
        let size = socklen_t(start + name.count)
        let message = Array(Self.text(states).utf8)
        let sent = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { base in
                message.withUnsafeBytes { bytes in
                    retrying { sendto(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_DONTWAIT), base, size) }
                }
            }
        }
        return sent == message.count
    }
}

private func makeDatagramSocket() -> Int32 {
    #if canImport(Darwin)
        let descriptor = socket(AF_UNIX, SOCK_DGRAM, 0)
        if descriptor >= 0 { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        return descriptor
    #else
        return socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    #endif
}
