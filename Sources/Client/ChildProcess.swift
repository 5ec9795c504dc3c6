import CPlatform
import Model
import Platform

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A process that this one has started and may reap.
struct ChildProcess {
    let pid: Int32

    /// How it ended: its exit status, or 128 and the signal. Nil while it runs.
    func ended() -> Int32? {
        var status: Int32 = 0
        while true {
            let result = waitpid(pid, &status, WNOHANG)
            if result == pid {
                return ccp_exited(status) != 0 ? ccp_exit_status(status) : 128 + ccp_term_signal(status)
            }
            if result == 0 { return nil }
            if errno != EINTR { return 0 }
        }
    }

    /// Waits for its end; nil when it has not come after `seconds`.
    func waitForEnd(seconds: Double) -> Int32? {
        let deadline = monotonicSeconds() + seconds
        while true {
            if let status = ended() { return status }
            guard monotonicSeconds() < deadline else { return nil }
            pause(seconds: 0.02)
        }
    }
}

/// Lets some time pass between two looks at a condition.
package func pause(seconds: Double) {
    _ = poll(nil, 0, Int32(seconds * 1000))
}
