import CPlatform
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

    /// Returns once the process is gone, however long that takes; without work meanwhile where the system has handles.
    package static func waitForEnd(of process: ProcessIdentity) {
        let handle = ccp_open_process(process.pid)
        defer { if handle >= 0 { close(handle) } }
        while isAlive(process) {
            // A pid that was given to another before the handle was opened is found out at the next look.
            var item = pollfd(fd: handle, events: Int16(POLLIN), revents: 0)
            _ = poll(&item, handle >= 0 ? 1 : 0, handle >= 0 ? -1 : 1000)
        }
    }

    /// Live processes of a terminal session (`getsid`), the leader included.
    package static func members(ofSession session: Int32) -> [ProcessIdentity] {
        allPIDs().filter { getsid($0) == session }.compactMap(identity(of:))
    }

    /// All live processes that descend from `pid`.
    package static func descendants(of pid: Int32) -> [ProcessIdentity] {
        var found: [ProcessIdentity] = []
        var parents = [pid]
        while let parent = parents.popLast(), found.count < 10_000 {
            let children = children(of: parent)
            found += children.compactMap(identity(of:))
            parents += children
        }
        return found
    }

    /// From now on orphans among this process's descendants become its children, where the system can (Linux).
    package static func becomeSubreaper() {
        ccp_become_subreaper()
    }

    /// Live processes of ours that were started with `variable` (`NAME=VALUE`) in their environment.
    package static func processes(withVariable variable: String) -> [ProcessIdentity] {
        let wanted = Array(variable.utf8)
        return allPIDs().filter { pid in
            environment(of: pid).split(separator: 0).contains { $0.elementsEqual(wanted) }
        }.compactMap(identity(of:))
    }

    /// Whether the process was started with a variable of that name.
    package static func hasVariable(_ name: String, _ process: ProcessIdentity) -> Bool {
        let wanted = Array((name + "=").utf8)
        return environment(of: process.pid).split(separator: 0).contains { $0.starts(with: wanted) }
    }

    /// Sends `signal` to the process, only if it is still that one. False when it is gone or not ours.
    @discardableResult
    package static func signal(_ signal: Int32, to process: ProcessIdentity) -> Bool {
        // A handle names the process for good, where the system has such: between a look and a kill a pid may be given
        // to another one.
        let handle = ccp_open_process(process.pid)
        guard handle >= 0 else { return isAlive(process) && kill(process.pid, signal) == 0 }
        defer { close(handle) }
        return isAlive(process) && ccp_signal_process(handle, signal) == 0
    }
}
