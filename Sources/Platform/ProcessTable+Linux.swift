#if os(Linux)
    #if canImport(Glibc)
        import Glibc
    #else
        import Musl
    #endif
    import Model

    extension ProcessTable {
        /// Clock ticks since boot, field 22 of /proc/PID/stat; nil for a zombie (state Z or X), proc(5).
        static func startTime(of pid: Int32) -> Int64? {
            guard pid > 0, let stat = try? Files.read("/proc/\(pid)/stat", limit: 8192) else { return nil }
            // The command name, in parentheses, may itself hold spaces and parentheses.
            guard let end = stat.lastIndex(of: UInt8(ascii: ")")) else { return nil }
            let fields = stat[(end + 1)...].split(separator: UInt8(ascii: " "))
            guard fields.count > 19, let state = fields[0].first,
                state != UInt8(ascii: "Z"), state != UInt8(ascii: "X")
            else { return nil }
            return Int64(String(decoding: fields[19], as: UTF8.self))
        }

        /// NAME=VALUE entries, each ended by a NUL; empty for a process that is not ours.
        static func environment(of pid: Int32) -> [UInt8] {
            (try? Files.read("/proc/\(pid)/environ", limit: 4 << 20)).flatMap { $0 } ?? []
        }

        static func allPIDs() -> [Int32] {
            Files.names(in: "/proc").compactMap { Int32($0) }
        }

        /// Absolute paths of the files that a process of ours has open.
        package static func openFiles(of pid: Int32) -> [String] {
            Files.names(in: "/proc/\(pid)/fd").compactMap { Files.linkTarget("/proc/\(pid)/fd/\($0)") }
                .filter { $0.hasPrefix("/") }
        }

        /// Each thread has a list of those that it began, proc_pid_task(5).
        package static func children(of pid: Int32) -> [Int32] {
            Files.names(in: "/proc/\(pid)/task").flatMap { thread -> [Int32] in
                guard let list = try? Files.read("/proc/\(pid)/task/\(thread)/children", limit: 1 << 20) else {
                    return []
                }
                return String(decoding: list, as: UTF8.self).split(separator: " ").compactMap { Int32($0) }
            }
        }
    }

    func platformExecutablePath() -> String? { Files.linkTarget("/proc/self/exe") }
#endif
