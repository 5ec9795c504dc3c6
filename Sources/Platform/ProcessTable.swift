package import Model

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Looks at the system's processes.
package enum ProcessTable {
    /// The identity of a live process; nil when there is none of that pid, or only a zombie.
    package static func identity(of pid: Int32) -> ProcessIdentity? {
        startTime(of: pid).map { ProcessIdentity(pid: pid, start: $0) }
    }

    /// Whether that very process still runs (a pid may have been given to another meanwhile).
    package static func isAlive(_ process: ProcessIdentity) -> Bool {
        startTime(of: process.pid) == process.start
    }

    /// Live processes of a terminal session (`getsid`), the leader included.
    package static func members(ofSession session: Int32) -> [ProcessIdentity] {
        allPIDs().filter { getsid($0) == session }.compactMap(identity(of:))
    }

    /// Sends `signal` to the process, only if it is still that one. False when it is gone or not ours.
    @discardableResult
    package static func signal(_ signal: Int32, to process: ProcessIdentity) -> Bool {
        isAlive(process) && kill(process.pid, signal) == 0
    }
}
