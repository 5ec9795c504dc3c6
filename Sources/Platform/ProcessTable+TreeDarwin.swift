#if canImport(Darwin)
    import Darwin

    // Compiled by reading only: this file has not been run.
    extension ProcessTable {
        static func parent(of pid: Int32) -> Int32? {
            var info = proc_bsdinfo()
            let size = Int32(MemoryLayout<proc_bsdinfo>.size)
            guard pid > 0, proc_pidinfo(pid, PROC_PIDTBSDINFO, 0, &info, size) == size else { return nil }
            return Int32(bitPattern: info.pbi_ppid)
        }

        static func cpuSeconds(of pid: Int32) -> Double {
            var info = proc_taskinfo()
            let size = Int32(MemoryLayout<proc_taskinfo>.size)
            guard proc_pidinfo(pid, PROC_PIDTASKINFO, 0, &info, size) == size else { return 0 }
            return Double(info.pti_total_user + info.pti_total_system) / 1e9
        }

        /// The words of a process's command line (KERN_PROCARGS2); empty for one that is not ours.
        package static func command(of pid: Int32) -> [String] {
            var name = [CTL_KERN, KERN_PROCARGS2, pid]
            var size = 0
            guard sysctl(&name, 3, nil, &size, nil, 0) == 0, size > 4 else { return [] }
            var buffer = [UInt8](repeating: 0, count: size)
            guard sysctl(&name, 3, &buffer, &size, nil, 0) == 0, size > 4 else { return [] }
            let count = buffer.withUnsafeBytes { Int($0.loadUnaligned(as: Int32.self)) }
            let words = buffer[4..<size].split(separator: 0).dropFirst().prefix(max(0, count))
            return words.map { String(decoding: $0, as: UTF8.self) }
        }
    }
#endif
