#if os(Linux)
    #if canImport(Glibc)
        import Glibc
    #else
        import Musl
    #endif

    extension ProcessTable {
        /// The fields of /proc/PID/stat behind the command's name: state, ppid, …, proc(5).
        private static func fields(of pid: Int32) -> [String]? {
            guard pid > 0, let stat = try? Files.read("/proc/\(pid)/stat", limit: 8192),
                let end = stat.lastIndex(of: UInt8(ascii: ")"))
            else { return nil }
            return stat[(end + 1)...].split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
        }

        static func parent(of pid: Int32) -> Int32? {
            fields(of: pid).flatMap { $0.count > 1 ? Int32($0[1]) : nil }
        }

        /// User and system time, its waited-for children's included (fields 14 to 17), in clock ticks.
        static func cpuSeconds(of pid: Int32) -> Double {
            guard let fields = fields(of: pid), fields.count > 14 else { return 0 }
            let ticks = fields[11...14].compactMap { Double($0) }.reduce(0, +)
            return ticks / Double(max(1, sysconf(Int32(_SC_CLK_TCK))))
        }

        /// The words of a process's command line; empty for one that is not there.
        package static func command(of pid: Int32) -> [String] {
            let bytes = (try? Files.read("/proc/\(pid)/cmdline", limit: 1 << 20)).flatMap { $0 } ?? []
            return bytes.split(separator: 0, omittingEmptySubsequences: false).map {
                String(decoding: $0, as: UTF8.self)
            }
        }
    }
#endif
