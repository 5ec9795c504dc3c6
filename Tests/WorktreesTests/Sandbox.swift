import Model
import Platform
import Testing

@testable import Worktrees

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A folder with a repository in it, gone after the test.
struct Sandbox {
    let root: String
    let git: Git
    var repo: String { root + "/repo" }

    static func with(
        repo name: String = "repo", commit: Bool = true, _ body: (Sandbox) async throws -> Void
    ) async throws {
        var template = Array("/tmp/ccmux-worktrees-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw CcmuxError(.failed, "no folder") }
        let root = Files.realPath(String(cString: made)) ?? String(cString: made)
        defer { SystemFolder.remove(root, depth: 30) }
        let environment = [
            "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": root, "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_DIR": "/nowhere", "GIT_WORK_TREE": "/nowhere", "GIT_INDEX_FILE": "/nowhere",
        ]
        let sandbox = Sandbox(root: root, git: try Git(environment: environment))
        try sandbox.write(
            ".gitconfig",
            """
            [user]
            name = Tester
            email = tester@example.org
            [init]
            defaultBranch = main
            [protocol "file"]
            allow = always

            """)
        try sandbox.git("init", "-q", sandbox.repo, at: root)
        if commit {
            try sandbox.write("repo/a", "one\n")
            try sandbox.git("add", ".")
            try sandbox.git("commit", "-qm", "one")
        }
        try await body(sandbox)
    }

    @discardableResult
    func git(_ words: String..., at directory: String? = nil) throws -> String {
        try run(words, at: directory ?? repo)
    }

    /// Runs git as a person would, past the room.
    func run(_ words: [String], at directory: String) throws -> String {
        let log = root + "/.out"
        let command = (["cd", directory, "&&", "git"] + words.map(quoted)).joined(separator: " ")
        let text = "HOME='\(root)'; export HOME; unset GIT_DIR GIT_WORK_TREE; { \(command); } > '\(log)' 2>&1"
        let status = system(text)
        let output = String(decoding: try Files.read(log, limit: 1 << 20) ?? [], as: UTF8.self)
        guard status == 0 else { throw CcmuxError(.failed, "git \(words): \(output)") }
        return output
    }

    private func quoted(_ word: String) -> String { "'" + word.replacing("'", with: "'\\''") + "'" }

    func write(_ path: String, _ text: String) throws {
        let parts = path.split(separator: "/")
        var folder = root
        for part in parts.dropLast() {
            folder += "/\(part)"
            try SystemFolder.make(folder)
        }
        try Files.replace("\(root)/\(path)", with: Array(text.utf8), durable: false)
    }

    func makeExecutable(_ path: String) {
        #expect(chmod("\(root)/\(path)", 0o755) == 0)
    }

    func text(_ path: String) -> String? {
        (try? Files.read("\(root)/\(path)", limit: 1 << 20)).map { String(decoding: $0, as: UTF8.self) }
    }

    func repository(_ directory: String? = nil) async throws -> Repository {
        try await Repository.find(directory ?? repo, git: git)
    }

    func plan(
        _ name: String, branch: String? = nil, from directory: String? = nil, earlier: SessionWorktree? = nil
    ) async throws -> SessionWorktree {
        try await repository(directory).plan(
            name: try #require(SessionName(name)), directory: directory ?? repo, branch: branch,
            template: WorktreeSettings().folder, userHome: root, earlier: earlier)
    }

    /// Plans and makes.
    func make(_ name: String, branch: String? = nil, from directory: String? = nil) async throws -> SessionWorktree {
        let plan = try await plan(name, branch: branch, from: directory)
        try await repository(directory).add(plan)
        return plan
    }

    func commit(_ file: String, _ text: String, in worktree: SessionWorktree) throws {
        try Files.replace("\(worktree.path)/\(file)", with: Array(text.utf8), durable: false)
        try git("add", "-A", at: worktree.path)
        try git("commit", "-qm", file, at: worktree.path)
    }
}

/// The code and the sentence of the error that something ends with.
func refusal(_ body: () async throws -> Void) async -> CcmuxError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? CcmuxError
    }
}
