import Model
import Platform

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// `ccmux hook permission`: tells of a dialog as every hook does, then waits while it is open, and prints what was
/// decided elsewhere. Whatever is unclear prints nothing and leaves the dialog to the person: the daemon is gone, it
/// closes the connection, or the agent does not wait any more.
package enum PermissionWaiter {
    /// Seconds between looks at whether the agent still waits.
    private static let interval: Int32 = 5
    /// A decision holds a few answers.
    private static let lineLimit = 1 << 20

    package static func main(environment: [String: String]) -> Int32 {
        SignalPipe.ignore([13])
        guard let caller = HookReporter.Caller(environment: environment) else { return 0 }
        let parent = getppid()
        guard let socket = ReportSender(home: caller.home, timeout: 0.25).sendAndStay(caller.report(waits: true)),
            let line = line(from: socket, parent: parent), let decision = HookDecision(line: line),
            let output = decision.output(for: caller.input)
        else { return 0 }
        try? Files.write(output, to: 1, name: "the hook's output")
        return 0
    }

    /// The daemon's one line; nil when none comes any more.
    private static func line(from socket: borrowing UnixSocket, parent: pid_t) -> [UInt8]? {
        var line: [UInt8] = []
        while true {
            var items = [
                pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0),
                // An agent that has given up closes its end of the pipe.
                pollfd(fd: 1, events: 0, revents: 0),
            ]
            let count = poll(&items, nfds_t(items.count), interval * 1000)
            if count < 0, errno != EINTR { return nil }
            guard getppid() == parent, items[1].revents & Int16(POLLERR | POLLHUP | POLLNVAL) == 0 else { return nil }
            guard items[0].revents != 0 else { continue }
            guard let count = socket.receive(into: &line, atMost: 4096, timeout: 0), count > 0 else { return nil }
            if let end = line.firstIndex(of: UInt8(ascii: "\n")) { return Array(line[..<end]) }
            if line.count > lineLimit { return nil }
        }
    }
}
