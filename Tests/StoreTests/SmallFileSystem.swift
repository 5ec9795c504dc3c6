#if os(Linux)
    import Foundation
    import Glibc
    import Model
    import Platform

    /// A file system of 512 KB in memory, to be filled. Making one takes the right to mount.
    final class SmallFileSystem {
        let path: String

        init(at path: String) throws {
            self.path = path
            try Files.makeFolder(path)
            guard mount("none", path, "tmpfs", 0, "size=512k,mode=0700") == 0 else {
                throw CcmuxError.system("mount a tmpfs at \(path)", errno: errno)
            }
        }

        deinit { umount2(path, Int32(MNT_DETACH)) }

        /// Whether this process may: tried, since containers differ.
        static let available: Bool = {
            let probe = FileManager.default.temporaryDirectory.path + "/ccmux-mount-\(SessionID.random())"
            defer { rmdir(probe) }
            return (try? SmallFileSystem(at: probe)) != nil
        }()
    }
#endif
