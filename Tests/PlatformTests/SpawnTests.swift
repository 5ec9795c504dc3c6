import Foundation
import Model
import Platform
import TestSupport
import Testing

@Suite struct SpawnTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// What a script wrote into the file `out`, once it has ended.
    private func output(_ script: String, environment: [String: String] = [:]) throws -> [String] {
        let shell = try Shell("exec >'\(folder / "out")'; \(script)", environment: environment, directory: folder.path)
        defer { shell.end() }
        #expect(shell.wait() == 0)
        return (folder.text("out") ?? "").split(separator: "\n").map(String.init)
    }

    @Test func `a job has its own group, its directory and exactly its environment`() throws {
        let lines = try output(
            "echo $$; cut -d' ' -f5 /proc/$$/stat; pwd -P; tr '\\0' '\\n' < /proc/$$/environ | sort",
            environment: ["A": "x=y z", "B": ""])
        #expect(lines.count == 6)
        #expect(lines.first == lines.dropFirst().first)
        #expect(lines.dropFirst(2) == [folder.path, "A=x=y z", "B=", "PATH=/usr/bin:/bin"])
    }

    @Test func `a job has every signal at its default, whatever its parent ignores or blocks`() throws {
        SignalPipe.ignore([SIGPIPE])
        let lines = try output("cat /proc/self/status").filter { $0.hasPrefix("Sig") && !$0.hasPrefix("SigQ") }
        let masks = lines.compactMap { $0.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) } }
        #expect(masks.count == 4)
        // 32 and 33 are the C library's own, and nobody can set them.
        #expect(masks.allSatisfy { $0 & ~(0b11 << 31) == 0 })
    }

    @Test func `a job has no descriptors but the first three`() throws {
        let descriptors = (0..<20).map { _ in open("/dev/null", O_RDONLY) }
        defer { for descriptor in descriptors { close(descriptor) } }
        let high = fcntl(0, F_DUPFD, 1000)
        defer { close(high) }
        #expect(try output("ls /proc/$$/fd") == ["0", "1", "2"])
    }

    @Test func `a directory that cannot be entered is told, and no child remains`() {
        let path = folder / "none"
        let error = #expect(throws: CcmuxError.self) {
            try spawnJob(["/bin/true"], environment: [], directory: path, terminal: nil)
        }
        #expect(error?.message == "Cannot enter \(path): No such file or directory.")
    }

    @Test func `a program that cannot be started is told by name`() throws {
        let path = folder / "program"
        try Files.replace(path, with: Array("#!/no/such/interpreter\n".utf8))
        let denied = #expect(throws: CcmuxError.self) {
            try spawnJob([path], environment: [], directory: "/", terminal: nil)
        }
        #expect(denied?.message == "Cannot start \(path): Permission denied.")
        chmod(path, 0o700)
        let missing = #expect(throws: CcmuxError.self) {
            try spawnJob([path], environment: [], directory: "/", terminal: nil)
        }
        #expect(missing?.message == "Cannot start \(path): No such file or directory.")
        #expect(throws: CcmuxError.self) { try spawnJob([], environment: [], directory: "/", terminal: nil) }
    }

    @Test func `an argument beyond the kernel's limit is an error`() {
        let error = #expect(throws: CcmuxError.self) {
            try spawnJob(
                ["/bin/true", String(repeating: "x", count: 200_000)], environment: [], directory: "/", terminal: nil)
        }
        #expect(error?.message == "Cannot start /bin/true: Argument list too long.")
    }

    @Test func `a detached program has a session of its own and appends to its output`() throws {
        try Files.replace(folder / "log", with: Array("before\n".utf8))
        let pid = try spawnDetached(
            ["/bin/sh", "-c", "cut -d' ' -f6 /proc/$$/stat; pwd; cat; echo problem >&2; exec sleep 1000"],
            environment: ["PATH": "/usr/bin:/bin"], output: folder / "log")
        defer {
            kill(pid, SIGKILL)
            waitpid(pid, nil, 0)
        }
        #expect(eventually { folder.text("log") == "before\n\(pid)\n/\nproblem\n" })
        #expect(try folder.mode("log") == 0o600)
    }

    @Test func `a detached program whose output cannot be written is not started`() {
        let path = folder / "none/log"
        let error = #expect(throws: CcmuxError.self) {
            try spawnDetached(["/bin/true"], environment: [:], output: path)
        }
        #expect(error?.message == "Cannot write \(path): No such file or directory.")
    }
}
