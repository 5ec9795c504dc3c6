#if canImport(Darwin)
    import Darwin
    import Synchronization

    /// kqueue(2): it tells that a folder changed, not which file, and nothing of writes into a file that is there
    /// already. So each file of the folder is watched as well.
    struct FolderWatchSource: Sendable {
        let descriptor: Int32
        private let state = State()

        private final class State: Sendable {
            /// Open descriptor to the folder, and the file's name where it is a file's.
            let byDescriptor = Mutex<[Int32: FolderWatch.Change]>([:])
        }

        private static let fileLimit = 512

        init?() {
            descriptor = kqueue()
            guard descriptor >= 0 else { return nil }
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        }

        func add(_ folder: String) -> Bool {
            let known = state.byDescriptor.withLock { Set($0.values) }
            if !known.contains(.init(folder: folder, name: nil)) {
                guard watch(folder, .init(folder: folder, name: nil)) else { return false }
            }
            for name in Files.names(in: folder, limit: Self.fileLimit)
            where !known.contains(.init(folder: folder, name: name)) {
                _ = watch("\(folder)/\(name)", .init(folder: folder, name: name))
            }
            return true
        }

        private func watch(_ path: String, _ change: FolderWatch.Change) -> Bool {
            let file = open(path, O_EVTONLY | O_CLOEXEC)
            guard file >= 0 else { return false }
            var event = kevent(
                ident: UInt(file), filter: Int16(EVFILT_VNODE), flags: UInt16(EV_ADD | EV_CLEAR),
                fflags: UInt32(NOTE_WRITE | NOTE_EXTEND | NOTE_DELETE | NOTE_RENAME), data: 0, udata: nil)
            guard kevent(descriptor, &event, 1, nil, 0, nil) == 0 else {
                close(file)
                return false
            }
            state.byDescriptor.withLock { $0[file] = change }
            return true
        }

        func take() -> [FolderWatch.Change] {
            var events = [kevent](repeating: kevent(), count: 64)
            var none = timespec()
            let count = kevent(descriptor, nil, 0, &events, Int32(events.count), &none)
            guard count > 0 else { return [] }
            var changes: [FolderWatch.Change] = []
            for event in events[..<Int(count)] {
                let file = Int32(event.ident)
                guard let change = state.byDescriptor.withLock({ $0[file] }) else { continue }
                changes.append(change)
                if event.fflags & UInt32(NOTE_DELETE | NOTE_RENAME) != 0 {
                    state.byDescriptor.withLock { _ = $0.removeValue(forKey: file) }
                    close(file)
                }
                // A file that came is to be watched too.
                if change.name == nil { _ = add(change.folder) }
            }
            return changes
        }
    }
#endif
