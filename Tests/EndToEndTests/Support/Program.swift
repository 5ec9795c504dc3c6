import Model
import Platform

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A failure of a test's own, for people.
struct Failure: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) {
        self.description = description
    }
}

/// A program that ran to its end, and what it printed.
struct Finished: Sendable {
    /// The exit status, or 128 and the signal.
    var status: Int32
    var output: String
    var errors: String

    /// Both outputs, for messages.
    var text: String { "status \(status)\n\(output)\(errors)" }
}

/// A program that runs beside the test, in a process group of its own.
struct Running: Sendable {
    let pid: Int32

    /// How it ended; nil while it has not.
    func ended() -> Int32? {
        var status: Int32 = 0
        while true {
            let result = waitpid(pid, &status, WNOHANG)
            if result == 0 { return nil }
            if result == pid { return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F) }
            if errno != EINTR { return 0 }
        }
    }

    func end() async {
        kill(-pid, SIGTERM)
        for _ in 0..<200 where ended() == nil { await shortly() }
        kill(-pid, SIGKILL)
        _ = ended()
    }
}

enum Program {
    /// Runs `argv` (its first word an absolute path) and waits for its end.
    ///
    /// - Throws: when it has not ended after `seconds`; then it is killed.
    static func run(
        _ argv: [String], environment: [String: String], directory: String = "/", input: String = "",
        seconds: Double = 90
    ) async throws -> Finished {
        let folder = try Scratch.folder("run")
        defer { Scratch.remove(folder) }
        try Files.replace("\(folder)/in", with: Array(input.utf8), durable: false)
        let running = try start(
            argv, environment: environment, directory: directory, input: "\(folder)/in", output: "\(folder)/out",
            errors: "\(folder)/err")
        let deadline = monotonicSeconds() + seconds
        while true {
            if let status = running.ended() {
                return Finished(status: status, output: try text("\(folder)/out"), errors: try text("\(folder)/err"))
            }
            guard monotonicSeconds() < deadline else {
                await running.end()
                throw Failure(
                    "\(argv.joined(separator: " ")) did not end within \(seconds) s: "
                        + (try text("\(folder)/out")) + (try text("\(folder)/err")))
            }
            await shortly()
        }
    }

    private static func text(_ path: String) throws -> String {
        String(decoding: try Files.read(path, limit: 64 << 20) ?? [], as: UTF8.self)
    }

    /// The first three words say where its input comes from and its outputs go to.
    private static let redirection = #"exec <"$1" >>"$2" 2>>"$3"; shift 3; exec "$@""#

    static func start(
        _ argv: [String], environment: [String: String], directory: String = "/", input: String = "/dev/null",
        output: String = "/dev/null", errors: String = "/dev/null"
    ) throws -> Running {
        let variables = environment.map { (name: $0.key, value: $0.value) }
        let pid = try spawnJob(
            ["/bin/sh", "-c", redirection, "sh", input, output, errors] + argv, environment: variables,
            directory: directory, terminal: nil)
        return Running(pid: pid)
    }
}
