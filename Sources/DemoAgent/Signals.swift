#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

// A handler may do little more than write(2), and it gets no context: the pipe's end has to be global.
private nonisolated(unsafe) var signalPipe: Int32 = -1

private func handle(_ signal: Int32) {
    let saved = errno
    var byte = UInt8(truncatingIfNeeded: signal)
    _ = write(signalPipe, &byte, 1)
    errno = saved
}

/// Signals as bytes on a pipe that the main loop polls.
struct Signals {
    static let caught = [SIGWINCH, SIGCHLD, SIGCONT, SIGTSTP, SIGHUP, SIGTERM, SIGINT]

    /// Readable when a signal came.
    let descriptor: Int32

    init?() {
        guard let ends = makePipe() else { return nil }
        setNonBlocking(ends.read)
        setNonBlocking(ends.write)
        descriptor = ends.read
        signalPipe = ends.write
        // A parent may have blocked or ignored anything; what it left is not ours to keep.
        var none = sigset_t()
        sigemptyset(&none)
        sigprocmask(SIG_SETMASK, &none, nil)
        signal(SIGPIPE, SIG_IGN)
        for number in Signals.caught { signal(number, handle) }
    }

    /// The signals that came, each once.
    func take() -> Set<Int32> {
        var bytes = [UInt8](repeating: 0, count: 256)
        var result: Set<Int32> = []
        while true {
            let count = read(descriptor, &bytes, bytes.count)
            guard count > 0 else { return result }
            result.formUnion(bytes[..<count].map { Int32($0) })
        }
    }

    /// Stops this process as the terminal's own Ctrl-Z would, until it is continued.
    func stopHere() {
        signal(SIGTSTP, SIG_DFL)
        raise(SIGTSTP)
        signal(SIGTSTP, handle)
    }
}
