#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A shell command run beside the screen: fed, read and timed out by the main loop, never waited for.
/// It has a process group of its own, so that all that it started ends with it.
struct Child {
    let pid: pid_t
    private(set) var output: [UInt8] = []
    private(set) var input: Int32 = -1
    private(set) var pipe: Int32
    /// The time on the monotonic clock after which it is killed.
    private(set) var deadline: Double
    private(set) var status: Int32?
    private var unwritten: ArraySlice<UInt8>
    private var isStopping = false
    private let limit: Int

    var hasEnded: Bool { status != nil }

    /// Starts `/bin/sh -c command`.
    /// - Parameters:
    ///   - feed: what it reads on standard input; nil gives it an empty one.
    ///   - joinsErrors: whether its errors are read with its output, or dropped.
    ///   - limit: bytes of output that are kept; the rest is read and dropped.
    init(
        command: String, feed: [UInt8]?, joinsErrors: Bool, environment: [String: String], limit: Int, deadline: Double
    ) throws(FileError) {
        guard let out = makePipe() else { throw .now("start", "/bin/sh") }
        let entry = feed == nil ? nil : makePipe()
        defer {
            close(out.write)
            if let entry { close(entry.read) }
        }
        var actions = emptySpawnActions()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let entry {
            posix_spawn_file_actions_adddup2(&actions, entry.read, STDIN_FILENO)
        } else {
            posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        }
        posix_spawn_file_actions_adddup2(&actions, out.write, STDOUT_FILENO)
        if joinsErrors {
            posix_spawn_file_actions_adddup2(&actions, out.write, STDERR_FILENO)
        } else {
            posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        }
        var attributes = Child.attributes()
        defer { posix_spawnattr_destroy(&attributes) }
        var started = pid_t()
        let code = withCStrings(["/bin/sh", "-c", command]) { arguments in
            withCStrings(environment.map { "\($0.key)=\($0.value)" }) { variables in
                posix_spawn(&started, "/bin/sh", &actions, &attributes, arguments, variables)
            }
        }
        guard code == 0 else {
            close(out.read)
            if let entry { close(entry.write) }
            throw FileError(operation: "start", path: "/bin/sh", code: code)
        }
        pid = started
        pipe = out.read
        setNonBlocking(pipe)
        if let entry {
            input = entry.write
            setNonBlocking(input)
        }
        unwritten = (feed ?? [])[...]
        self.limit = limit
        self.deadline = deadline
        write()
    }

    /// Writes what the pipe takes now.
    mutating func write() {
        while input >= 0 {
            let count = unwritten.withUnsafeBytes { unistdWrite(input, $0.baseAddress, $0.count) }
            if count > 0 { unwritten = unwritten.dropFirst(count) }
            if unwritten.isEmpty || (count < 0 && errno != EAGAIN && errno != EINTR) { closeInput() }
            if count < 0, errno != EINTR { return }
        }
    }

    /// Reads what is there now, up to what a full pipe holds: a command that never stops talking must
    /// not keep the screen waiting.
    mutating func read() {
        guard pipe >= 0 else { return }
        var chunk = [UInt8](repeating: 0, count: 8192)
        for _ in 0..<16 where pipe >= 0 {
            let count = unistdRead(pipe, &chunk, chunk.count)
            if count > 0 {
                output += chunk.prefix(min(count, limit - output.count))
            } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
                close(pipe)
                pipe = -1
            } else if errno == EAGAIN {
                return
            }
        }
    }

    /// Looks whether it has ended. What it left running keeps the pipe open, so its end is not awaited.
    mutating func reap() {
        var raw: Int32 = 0
        guard status == nil, waitpid(pid, &raw, WNOHANG) == pid else { return }
        status = raw & 0x7F == 0 ? (raw >> 8) & 0xFF : 128 + (raw & 0x7F)
        read()
        if pipe >= 0 { close(pipe) }
        pipe = -1
        closeInput()
        // What it started and left behind goes too, if it was told to stop.
        if isStopping { kill(SIGKILL) }
    }

    func kill(_ signal: Int32) { _ = unistdKill(-pid, signal) }

    /// Asks it to end, and kills it when it did not within two seconds.
    mutating func stop(now: Double) {
        kill(SIGTERM)
        isStopping = true
        deadline = min(deadline, now + 2)
    }

    /// Kills it once its time is over.
    mutating func enforce(now: Double) {
        guard now >= deadline, !hasEnded else { return }
        kill(SIGKILL)
        deadline = .infinity
    }

    private mutating func closeInput() {
        if input >= 0 { close(input) }
        input = -1
    }

    private static func attributes() -> SpawnAttributes {
        var attributes = emptySpawnAttributes()
        posix_spawnattr_init(&attributes)
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        return attributes
    }
}

// The type's own methods have these names.
private func unistdRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, buffer, count)
}

private func unistdWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, buffer, count)
}

private func unistdKill(_ pid: pid_t, _ signal: Int32) -> Int32 { kill(pid, signal) }

/// A null-terminated array of C strings, for the time of the call.
private func withCStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
    let copies: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) } + [nil]
    defer { for copy in copies { free(copy) } }
    return body(copies)
}
