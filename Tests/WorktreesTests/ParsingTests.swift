import Model
import Testing

@testable import Worktrees

@Suite struct ParsingTests {
    private func bytes(_ lines: [String], _ separator: UInt8 = 0) -> [UInt8] {
        lines.flatMap { Array($0.utf8) + [separator] }
    }

    @Test func `The list of worktrees tells of branches, detached heads, bare ones and locks`() {
        let hash = String(repeating: "a", count: 40)
        let none = String(repeating: "0", count: 40)
        let list = WorktreeInfo.list(
            bytes([
                "worktree /r", "HEAD \(hash)", "branch refs/heads/main", "",
                "worktree /w\nith break", "HEAD \(hash)", "detached", "locked because of", "",
                "worktree /b.git", "bare", "",
                "worktree /u", "HEAD \(none)", "branch refs/heads/x/y", "locked", "prunable gone", "",
            ]), separator: 0)
        #expect(
            list == [
                WorktreeInfo(path: "/r", branch: "main", head: hash),
                WorktreeInfo(path: "/w\nith break", branch: nil, head: hash, locked: "because of"),
                WorktreeInfo(path: "/b.git", branch: nil, head: nil, isBare: true),
                WorktreeInfo(path: "/u", branch: "x/y", head: nil, locked: "", prunable: "gone"),
            ])
    }

    @Test func `A path that is not UTF-8 is said to be inexact`() {
        let list = WorktreeInfo.list(Array("worktree /a".utf8) + [0xFF, 0, 0], separator: 0)
        #expect(list.map(\.isExact) == [false])
    }

    @Test func `A status tells changed, untracked and conflicting files; the old name of a moved one is none of them`()
    {
        let status = GitStatus(
            bytes([" M a", "R  new name", "old name", "?? sp ace\nbreak", "!! ignored", "UU both", "AA added", "DD d"]))
        #expect(status.changed == ["a", "new name", "both", "added", "d"])
        #expect(status.untracked == ["sp ace\nbreak"])
        #expect(status.unmerged == ["both", "added", "d"])
        #expect(GitStatus([]).isClean)
    }

    @Test func `A forecast names each conflicting file once`() {
        #expect(MergeForecast(status: 0, output: bytes(["tree"]))?.isClean == true)
        #expect(MergeForecast(status: 1, output: bytes(["tree", "a", "b", "a", "", "CONFLICT"]))?.files == ["a", "b"])
        #expect(MergeForecast(status: 1, output: bytes(["tree"]))?.isClean == false)
        #expect(MergeForecast(status: 128, output: []) == nil)
    }

    @Test(arguments: [
        ("git version 2.39.5", GitVersion(2, 39)), ("git version 2.39.5 (Apple Git-154)", GitVersion(2, 39)),
        ("git version 3.0.rc1", GitVersion(3, 0)), ("git version", nil), ("", nil), ("git version 2", nil),
    ])
    func `A version is what git says`(_ text: String, _ version: GitVersion?) {
        #expect(GitVersion(text) == version)
    }

    @Test func `Anything can be read without harm`() {
        var random = SystemRandomNumberGenerator()
        let pieces: [[UInt8]] =
            ["worktree /", "HEAD ", "branch refs/heads/", "locked", "R  ", "?? ", "UU", " "]
            .map { Array($0.utf8) } + [[0], [10], [0xFF], [0xC3], [0, 0]]
        for _ in 0..<20_000 {
            var input: [UInt8] = []
            for _ in 0..<Int.random(in: 0...12, using: &random) {
                input += pieces.randomElement(using: &random) ?? []
                if Bool.random(using: &random) { input.append(UInt8.random(in: 0...255, using: &random)) }
            }
            let list = WorktreeInfo.list(input, separator: Bool.random(using: &random) ? 0 : 10)
            #expect(list.count <= input.count)
            let status = GitStatus(input)
            #expect(status.count <= input.count)
            for code in [0, 1, 2] { _ = MergeForecast(status: code, output: input) }
        }
    }
}

@Suite struct PlaceTests {
    @Test(arguments: [
        ("../{repo}.worktrees/{name}", "/s/app", "/s/app.worktrees/api"),
        ("../{repo}.worktrees/{name}", "/s/app.git", "/s/app.worktrees/api"),
        ("~/w/{repo}/{branch}", "/s/app", "/home/me/w/app/fix-it"),
        ("/w/./x/../{name}", "/s/app", "/w/api"),
        (".worktrees/{name}", "/s/app", "/s/app/.worktrees/api"),
        ("../../../../{name}", "/s/app", "/api"),
    ])
    func `A template says where a worktree is made`(_ template: String, _ repository: String, _ path: String) throws {
        let name = try #require(SessionName("api"))
        #expect(
            try WorktreePlace.path(
                template: template, repository: repository, name: name, branch: "fix/it", userHome: "/home/me") == path)
    }

    @Test(arguments: ["../app", "..", "/", "."])
    func `The repository itself is no place for one`(_ template: String) throws {
        let name = try #require(SessionName("api"))
        #expect(throws: CcmuxError.self) {
            try WorktreePlace.path(
                template: template, repository: "/s/app", name: name, branch: "b", userHome: "/home/me")
        }
    }

    @Test func `A branch's name is one part of a path`() {
        #expect(WorktreePlace.flat("a/b/c") == "a-b-c")
        #expect(WorktreePlace.flat("..") == "_..")
    }

    @Test func `A path below a folder is told apart from one that begins the same`() {
        #expect(WorktreePlace.relative("/a/b/c", to: "/a") == "b/c")
        #expect(WorktreePlace.relative("/ab", to: "/a") == nil)
        #expect(WorktreePlace.relative("/a", to: "/a")?.isEmpty == true)
    }

    @Test(arguments: [
        ("a", 0, true), ("../a", 0, false), ("../a", 1, true), ("../../a", 1, false), ("/etc", 3, false),
        ("x/../../a", 0, false), ("./a/..", 0, true),
    ])
    func `A link stays inside or it does not`(_ link: String, _ depth: Int, _ stays: Bool) {
        #expect(FileCopies.staysInside(link, depth: depth) == stays)
    }

    @Test func `Words are quoted for a shell`() {
        #expect(ShellWord.quoted("/a/b-c.d") == "/a/b-c.d")
        #expect(ShellWord.quoted("it's $(x)") == "'it'\\''s $(x)'")
        #expect(ShellWord.quoted("") == "''")
    }
}
