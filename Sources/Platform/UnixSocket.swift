import CPlatform
package import Model

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A connected Unix stream socket with deadlines; closed with the value.
package struct UnixSocket: ~Copyable {
    package let descriptor: Int32

    /// Connects to the socket at `path`, whose other end must be this user or root.
    ///
    /// - Parameter timeout: seconds to wait for one that takes no more connections.
    /// - Throws: `.unavailable` when nobody listens there, `.refused` when it is somebody else's.
    package init(connectingTo path: String, timeout: Double = 5) throws(CcmuxError) {
        guard var address = sockaddr_un(path: path) else {
            throw CcmuxError(
                .configuration, "The socket path \(path) is too long.", advice: "Set CCMUX_HOME to a shorter path.")
        }
        let descriptor = makeSocket()
        guard descriptor >= 0 else { throw .system("make a socket", errno: errno) }
        // A daemon that is stopped takes no connections once its backlog is full.
        var patience = timeval(
            tv_sec: Int(timeout), tv_usec: .init(timeout.truncatingRemainder(dividingBy: 1) * 1_000_000))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { base in
                retrying { connect(descriptor, base, size) }
            }
        }
        guard result == 0 else {
            let code = errno
            close(descriptor)
            throw CcmuxError(.unavailable, "Nobody answers at \(path): \(systemMessage(code)).")
        }
        let peer = ccp_peer_uid(descriptor)
        guard peer == Int64(getuid()) || peer == 0 else {
            close(descriptor)
            throw CcmuxError(
                .refused, "\(path) is served by another user.", advice: "Set CCMUX_HOME to your own folder.")
        }
        // From here on nothing blocks but poll: a large text would not fit into the buffer of one that does not read.
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        self.descriptor = descriptor
    }

    /// Sends all of `bytes` within `timeout` seconds; false when the other end went away or did not take them.
    package func send(_ bytes: [UInt8], timeout: Double) -> Bool {
        var rest = bytes[...]
        let deadline = monotonicSeconds() + timeout
        while !rest.isEmpty {
            guard waitFor(POLLOUT, until: deadline) else { return false }
            let count = rest.withUnsafeBytes { sendSome(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR && errno != EAGAIN {
                return false
            }
        }
        return true
    }

    /// Appends what has arrived to `buffer`. Nil on failure or after `timeout` seconds, 0 at the end.
    package func receive(into buffer: inout [UInt8], atMost: Int, timeout: Double) -> Int? {
        let deadline = monotonicSeconds() + timeout
        while true {
            guard waitFor(POLLIN, until: deadline) else { return nil }
            var chunk = [UInt8](repeating: 0, count: atMost)
            let count = chunk.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
            if count >= 0 {
                buffer.append(contentsOf: chunk[..<count])
                return count
            }
            if errno != EINTR && errno != EAGAIN { return nil }
        }
    }

    private func waitFor(_ events: Int32, until deadline: Double) -> Bool {
        while true {
            var item = pollfd(fd: descriptor, events: Int16(events), revents: 0)
            let left = max(0, deadline - monotonicSeconds())
            let count = poll(&item, 1, Int32(min(left * 1000, 1e9).rounded(.up)))
            if count > 0 { return true }
            if count == 0 || errno != EINTR { return false }
        }
    }

    deinit {
        close(descriptor)
    }
}

/// Seconds on a clock that never goes back.
package func monotonicSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// The time of day.
package func wallClock() -> Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
}

extension sockaddr_un {
    /// Nil when `path` does not fit.
    package init?(path: String) {
        self.init()
        sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard !bytes.isEmpty, bytes.count < MemoryLayout.size(ofValue: sun_path), !bytes.contains(0) else { return nil }
        withUnsafeMutableBytes(of: &sun_path) { $0.copyBytes(from: bytes) }
    }
}

private func makeSocket() -> Int32 {
    #if canImport(Darwin)
        let descriptor = socket(AF_UNIX, SOCK_STREAM, 0)
        var on: Int32 = 1
        if descriptor >= 0 {
            setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        }
        return descriptor
    #else
        return socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    #endif
}

private func sendSome(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Darwin)
        send(descriptor, bytes, count, 0)
    #else
        send(descriptor, bytes, count, Int32(MSG_NOSIGNAL))
    #endif
}
