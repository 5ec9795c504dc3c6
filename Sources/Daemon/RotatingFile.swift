import Model
import Platform
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file that is appended to and, once it has `limit` bytes, renamed to `PATH.1`, those before it to `PATH.2`, ….
final class RotatingFile: Sendable {
    private struct State {
        var descriptor: Int32
        var size: Int
    }

    private let path: String
    private let limit: Int
    private let kept: Int
    private let state: Mutex<State>

    init(path: String, limit: Int, kept: Int) throws(CcmuxError) {
        self.path = path
        self.limit = limit
        self.kept = kept
        let descriptor = Self.open(path)
        guard descriptor >= 0 else { throw .system("write \(path)", errno: errno) }
        state = Mutex(State(descriptor: descriptor, size: Int(Files.stamp(of: path)?.size ?? 0)))
    }

    /// A full disk costs the line, not the daemon.
    func append(_ line: [UInt8]) {
        state.withLock { state in
            if state.size + line.count > limit, state.size > 0 { rotate(&state) }
            try? Files.write(line, to: state.descriptor, name: path)
            state.size += line.count
        }
    }

    private func rotate(_ state: inout State) {
        for number in stride(from: kept, through: 1, by: -1) {
            let older = number == 1 ? path : "\(path).\(number - 1)"
            _ = try? Files.move(older, to: "\(path).\(number)")
        }
        if kept == 0 { Files.remove(path) }
        let descriptor = Self.open(path)
        guard descriptor >= 0 else { return }
        close(state.descriptor)
        state = State(descriptor: descriptor, size: 0)
    }

    private static func open(_ path: String) -> Int32 {
        #if canImport(Glibc)
            Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        #elseif canImport(Musl)
            Musl.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        #else
            Darwin.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        #endif
    }
}
