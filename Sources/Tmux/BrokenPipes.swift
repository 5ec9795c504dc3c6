#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#endif

/// Writing to a pipe whose reader has died is an error to us, not the end.
enum BrokenPipes {
    /// Ignores SIGPIPE, unless the program has a handler of its own for it. Children do not inherit that.
    static func ignore() {
        var action = sigaction()
        guard sigaction(SIGPIPE, nil, &action) == 0 else { return }
        #if canImport(Darwin)
            let handler = action.__sigaction_u.__sa_handler
        #else
            let handler = action.__sigaction_handler.sa_handler
        #endif
        if handler == nil { signal(SIGPIPE, SIG_IGN) }
    }
}
