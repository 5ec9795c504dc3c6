import CPlatform
package import Model

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Signals as bytes on a descriptor, for a single-threaded program that waits in poll(2). One for the whole process.
package struct SignalPipe: Sendable {
    package let descriptor: Int32

    package init(_ signals: [Int32]) throws(CcmuxError) {
        descriptor = ccp_signal_pipe(signals, Int32(signals.count))
        guard descriptor >= 0 else { throw .system("make a pipe", errno: errno) }
    }

    /// The signals that came since the last call, in order.
    package func take() -> [Int32] {
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        return count > 0 ? bytes[..<count].map { Int32($0) } : []
    }

    package static func ignore(_ signals: [Int32]) {
        for signal in signals { ccp_ignore_signal(signal) }
    }
}

/// Waits until one of `descriptors` can be read or `seconds` have passed (nil: without end).
///
/// - Returns: those that can be read, or have ended; empty after the time, or when a signal came.
package func waitReadable(_ descriptors: [Int32], seconds: Double?) -> [Int32] {
    var items = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    let milliseconds = seconds.map { Int32(min(max(0, $0) * 1000, 1e9).rounded(.up)) } ?? -1
    guard poll(&items, nfds_t(items.count), milliseconds) > 0 else { return [] }
    return items.filter { $0.revents != 0 }.map(\.fd)
}
