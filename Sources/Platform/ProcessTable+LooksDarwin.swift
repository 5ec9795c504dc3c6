#if canImport(Darwin)
    import Darwin
    package import Model

    // Compiled by reading only: this file has not been run.
    extension ProcessTable {
        /// The program that a process of ours runs; nil where it cannot be told.
        package static func executable(of pid: Int32) -> String? {
            // PROC_PIDPATHINFO_MAXSIZE, which Swift does not see.
            var buffer = [UInt8](repeating: 0, count: 4 * Int(MAXPATHLEN))
            let count = proc_pidpath(pid, &buffer, UInt32(buffer.count))
            return count > 0 ? String(decoding: buffer.prefix(Int(count)), as: UTF8.self) : nil
        }

        /// The directory that a process of ours is in.
        package static func directory(of pid: Int32) -> String? {
            var info = proc_vnodepathinfo()
            let size = Int32(MemoryLayout<proc_vnodepathinfo>.size)
            guard proc_pidinfo(pid, PROC_PIDVNODEPATHINFO, 0, &info, size) == size else { return nil }
            return withUnsafeBytes(of: info.pvi_cdir.vip_path) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
        }

        /// When a process began.
        package static func began(_ process: ProcessIdentity) -> Timestamp? {
            Timestamp(milliseconds: process.start / 1000)
        }

        static func isOurs(_ pid: Int32) -> Bool {
            var info = proc_bsdinfo()
            let size = Int32(MemoryLayout<proc_bsdinfo>.size)
            return proc_pidinfo(pid, PROC_PIDTBSDINFO, 0, &info, size) == size && info.pbi_uid == geteuid()
        }
    }
#endif
