#if canImport(Darwin)
    import Darwin
    import Model

    // Compiled by reading only: this file has not been run.
    extension ProcessTable {
        /// Microseconds since 1970 at which the process began (proc_bsdinfo); nil for a zombie.
        static func startTime(of pid: Int32) -> Int64? {
            var info = proc_bsdinfo()
            let size = Int32(MemoryLayout<proc_bsdinfo>.size)
            guard pid > 0, proc_pidinfo(pid, PROC_PIDTBSDINFO, 0, &info, size) == size, info.pbi_status != UInt32(SZOMB)
            else { return nil }
            return Int64(info.pbi_start_tvsec) * 1_000_000 + Int64(info.pbi_start_tvusec)
        }

        /// NAME=VALUE entries, each ended by a NUL, behind the arguments (KERN_PROCARGS2); empty for a process that is
        /// not ours.
        static func environment(of pid: Int32) -> [UInt8] {
            var name = [CTL_KERN, KERN_PROCARGS2, pid]
            var size = 0
            guard sysctl(&name, 3, nil, &size, nil, 0) == 0, size > 0 else { return [] }
            var buffer = [UInt8](repeating: 0, count: size)
            guard sysctl(&name, 3, &buffer, &size, nil, 0) == 0 else { return [] }
            return Array(buffer.prefix(size))
        }

        static func allPIDs() -> [Int32] {
            let room = proc_listallpids(nil, 0)
            guard room > 0 else { return [] }
            var pids = [Int32](repeating: 0, count: Int(room) + 64)
            let count = proc_listallpids(&pids, Int32(pids.count * MemoryLayout<Int32>.size))
            return Array(pids.prefix(max(0, Int(count))))
        }

        /// Absolute paths of the files that a process of ours has open.
        package static func openFiles(of pid: Int32) -> [String] {
            let bytes = proc_pidinfo(pid, PROC_PIDLISTFDS, 0, nil, 0)
            guard bytes > 0 else { return [] }
            let stride = MemoryLayout<proc_fdinfo>.stride
            var list = [proc_fdinfo](repeating: proc_fdinfo(), count: Int(bytes) / stride)
            let got = proc_pidinfo(pid, PROC_PIDLISTFDS, 0, &list, bytes)
            return list.prefix(max(0, Int(got)) / stride).compactMap { entry -> String? in
                guard entry.proc_fdtype == UInt32(PROX_FDTYPE_VNODE) else { return nil }
                var info = vnode_fdinfowithpath()
                let size = Int32(MemoryLayout<vnode_fdinfowithpath>.size)
                guard proc_pidfdinfo(pid, entry.proc_fd, PROC_PIDFDVNODEPATHINFO, &info, size) == size else {
                    return nil
                }
                return withUnsafeBytes(of: info.pvip.vip_path) {
                    String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
                }
            }
        }

        package static func children(of pid: Int32) -> [Int32] {
            var pids = [Int32](repeating: 0, count: 4096)
            let count = proc_listchildpids(pid, &pids, Int32(pids.count * MemoryLayout<Int32>.size))
            return Array(pids.prefix(max(0, Int(count))))
        }
    }

    func platformExecutablePath() -> String? {
        var size: UInt32 = 0
        _NSGetExecutablePath(nil, &size)
        var buffer = [CChar](repeating: 0, count: Int(size) + 1)
        guard _NSGetExecutablePath(&buffer, &size) == 0 else { return nil }
        return Files.realPath(String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }
#endif
