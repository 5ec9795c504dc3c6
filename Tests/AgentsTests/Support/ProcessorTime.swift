#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Time of this thread's own: other work on the machine does not count.
enum ProcessorTime {
    static var seconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// What `work` takes. One that takes long is tried again: a first time may pay for tables that are read once, and for
    /// memory.
    static func of(_ work: () -> Void) -> Double {
        func once() -> Double {
            let start = seconds
            work()
            return seconds - start
        }
        let first = once()
        return first > 0.002 ? min(first, once()) : first
    }
}
