#if os(Linux)
    #if canImport(Glibc)
        import Glibc
    #else
        import Musl
    #endif
    package import Model

    extension ProcessTable {
        /// The program that a process of ours runs, links resolved; nil where it cannot be told.
        package static func executable(of pid: Int32) -> String? {
            Files.linkTarget("/proc/\(pid)/exe").map {
                // Replaced by a newer one since.
                $0.hasSuffix(" (deleted)") ? String($0.dropLast(10)) : $0
            }
        }

        /// The directory that a process of ours is in, links resolved.
        package static func directory(of pid: Int32) -> String? { Files.linkTarget("/proc/\(pid)/cwd") }

        /// When a process began, to a second or so: the clock may have been set since.
        package static func began(_ process: ProcessIdentity) -> Timestamp? {
            guard let up = try? Files.read("/proc/uptime", limit: 4096),
                let seconds = Double(String(decoding: up.prefix { $0 != UInt8(ascii: " ") }, as: UTF8.self))
            else { return nil }
            let age = seconds - Double(process.start) / Double(max(1, sysconf(Int32(_SC_CLK_TCK))))
            return wallClock().adding(seconds: -max(0, age))
        }

        static func isOurs(_ pid: Int32) -> Bool {
            var status = stat()
            return stat("/proc/\(pid)", &status) == 0 && status.st_uid == geteuid()
        }
    }
#endif
