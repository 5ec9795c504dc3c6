#if os(Linux)
    import Synchronization

    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Musl)
        import Musl
    #endif

    /// inotify(7).
    struct FolderWatchSource: Sendable {
        let descriptor: Int32
        private let folders = Folders()

        private final class Folders: Sendable {
            /// Watch number to folder. inotify gives the same number for a folder that is watched already.
            let byWatch = Mutex<[Int32: String]>([:])
        }

        private static let events = UInt32(IN_CLOSE_WRITE | IN_MODIFY | IN_MOVED_TO | IN_DELETE | IN_MOVED_FROM)

        init?() {
            descriptor = inotify_init1(Int32(O_NONBLOCK | O_CLOEXEC))
            guard descriptor >= 0 else { return nil }
        }

        func add(_ folder: String) -> Bool {
            if folders.byWatch.withLock({ $0.values.contains(folder) }) { return true }
            let watch = inotify_add_watch(descriptor, folder, Self.events | UInt32(IN_ONLYDIR))
            guard watch >= 0 else { return false }
            folders.byWatch.withLock { $0[watch] = folder }
            return true
        }

        func take() -> [FolderWatch.Change] {
            var changes: [FolderWatch.Change] = []
            let capacity = 64 << 10
            let buffer = UnsafeMutableRawBufferPointer.allocate(
                byteCount: capacity, alignment: MemoryLayout<inotify_event>.alignment)
            defer { buffer.deallocate() }
            // A writer that never rests must not hold us.
            for _ in 0..<16 {
                let count = read(descriptor, buffer.baseAddress, capacity)
                guard count > 0 else { break }
                changes += parse(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            }
            return changes
        }

        private func parse(_ bytes: UnsafeRawBufferPointer) -> [FolderWatch.Change] {
            var changes: [FolderWatch.Change] = []
            var offset = 0
            let head = MemoryLayout<inotify_event>.size
            while offset + head <= bytes.count {
                let event = bytes.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
                let name = bytes[(offset + head)..<min(offset + head + Int(event.len), bytes.count)]
                offset += head + Int(event.len)
                if event.mask & UInt32(IN_Q_OVERFLOW) != 0 {
                    return folders.byWatch.withLock { $0.values.map { .init(folder: $0, name: nil) } }
                }
                guard let folder = folders.byWatch.withLock({ $0[event.wd] }) else { continue }
                if event.mask & UInt32(IN_IGNORED) != 0 {
                    // The folder is gone; when it is there again it is added anew.
                    folders.byWatch.withLock { _ = $0.removeValue(forKey: event.wd) }
                    changes.append(.init(folder: folder, name: nil))
                } else {
                    changes.append(
                        .init(folder: folder, name: String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)))
                }
            }
            return changes
        }
    }
#endif
