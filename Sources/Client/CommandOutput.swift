import Model
import Platform

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A program of the system that was run for what it prints.
package struct CommandOutput: Sendable, Hashable {
    /// Its exit status, or 128 and the signal.
    package var status: Int32
    /// Standard output and error together.
    package var text: String

    package var succeeded: Bool { status == 0 }

    package init(status: Int32, text: String) {
        self.status = status
        self.text = text
    }

    /// What is kept of the output.
    private static let limit = 1 << 20

    /// Runs `argv` (an absolute path and its arguments) to its end; nil where it cannot be started, or has not ended
    /// after `seconds`, and then it is killed.
    package static func run(_ argv: [String], environment: [String: String], seconds: Double = 60) -> CommandOutput? {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[0]) }
        // The child opens the pipe's other end by this name before it becomes the program.
        let pid = try? spawnDetached(argv, environment: environment, output: "/dev/fd/\(ends[1])")
        close(ends[1])
        guard let pid else { return nil }
        let child = ChildProcess(pid: pid)
        let deadline = monotonicSeconds() + seconds
        let bytes = read(ends[0], until: deadline)
        guard let status = child.waitForEnd(seconds: max(0.1, deadline - monotonicSeconds())) else {
            kill(pid, SIGKILL)
            _ = child.waitForEnd(seconds: 1)
            return nil
        }
        return CommandOutput(status: status, text: String(decoding: bytes, as: UTF8.self))
    }

    private static func read(_ descriptor: Int32, until deadline: Double) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            var item = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let left = deadline - monotonicSeconds()
            guard left > 0, poll(&item, 1, Int32(left * 1000) + 1) > 0 else { return bytes }
            let count = buffer.withUnsafeMutableBytes { platformRead(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return bytes }
            if bytes.count < limit { bytes += buffer[..<count] }
        }
    }
}

private func platformRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    guard let bytes else { return -1 }
    return read(descriptor, bytes, count)
}
