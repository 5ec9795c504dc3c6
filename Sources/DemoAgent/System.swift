#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

// What differs between the C libraries, in one place. The rest of this room names only what POSIX has.

#if canImport(Darwin)
    typealias SpawnActions = posix_spawn_file_actions_t?
    typealias SpawnAttributes = posix_spawnattr_t?
    func emptySpawnActions() -> SpawnActions { nil }
    func emptySpawnAttributes() -> SpawnAttributes { nil }
#else
    typealias SpawnActions = posix_spawn_file_actions_t
    typealias SpawnAttributes = posix_spawnattr_t
    func emptySpawnActions() -> SpawnActions { SpawnActions() }
    func emptySpawnAttributes() -> SpawnAttributes { SpawnAttributes() }
#endif

/// The text of `errno`, for messages.
func describe(errno code: Int32) -> String {
    strerror(code).map { String(cString: $0) } ?? "error \(code)"
}

/// The two ends of a pipe; both are closed at exec, and our end is not blocking where the caller says so.
func makePipe() -> (read: Int32, write: Int32)? {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
}

func setNonBlocking(_ descriptor: Int32) {
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
}

/// Writes everything, going on after signals and short writes. False when the other end is gone.
@discardableResult
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    bytes.withUnsafeBytes { buffer in
        var rest = buffer[...]
        while !rest.isEmpty {
            let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if count < 0, errno == EINTR {
                continue
            } else if count < 0, errno == EAGAIN {
                var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&wait, 1, -1)
            } else {
                return false
            }
        }
        return true
    }
}

/// Keeps a crash that was asked for from leaving a core file.
func forbidCoreFile() {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    #if canImport(Glibc)
        _ = setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    #else
        _ = setrlimit(RLIMIT_CORE, &none)
    #endif
}

/// When this process began, as Claude tells it: field 22 of `/proc/self/stat`. Nil where there is no such file.
func processStart() -> String? {
    guard let stat = try? readTail("/proc/self/stat", limit: 4096) else { return nil }
    // The second field is the program's name in parentheses, with whatever is in it.
    let text = String(decoding: stat.bytes, as: UTF8.self)
    guard let name = text.lastIndex(of: ")") else { return nil }
    let fields = text[text.index(after: name)...].split(separator: " ")
    return fields.count > 19 ? String(fields[19]) : nil
}
