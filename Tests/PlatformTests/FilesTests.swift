import Foundation
import Model
import Platform
import TestSupport
import Testing

@Suite struct FilesTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func `a file is replaced as a whole, with a mode for its owner only`() throws {
        try Files.replace(folder / "a", with: Array("one".utf8))
        chmod(folder / "a", 0o644)
        try Files.replace(folder / "a", with: Array("two".utf8), durable: false)
        #expect(folder.text("a") == "two")
        #expect(try folder.mode("a") == 0o600)
        #expect(Files.names(in: folder.path) == ["a"])
    }

    @Test func `readers beside a writer see one content or the other`() async throws {
        let path = folder / "a"
        let contents = [UInt8(ascii: "x"), UInt8(ascii: "y")].map { [UInt8](repeating: $0, count: 300_000) }
        try Files.replace(path, with: contents[0], durable: false)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                for turn in 0..<100 { try Files.replace(path, with: contents[turn % 2], durable: false) }
                return true
            }
            for _ in 0..<2 {
                group.addTask {
                    for _ in 0..<100 {
                        guard let read = try Files.read(path, limit: 1 << 20), contents.contains(read) else {
                            return false
                        }
                    }
                    return true
                }
            }
            for try await isWhole in group { #expect(isWhole) }
        }
        #expect(Files.names(in: folder.path) == ["a"])
    }

    @Test func `where a file cannot be replaced nothing is left beside it`() throws {
        mkdir(folder / "d", 0o700)
        try Files.replace(folder / "d/inner", with: [1])
        #expect(throws: CcmuxError.self) { try Files.replace(folder / "d", with: [1]) }
        #expect(Files.names(in: folder.path) == ["d"])
        let error = #expect(throws: CcmuxError.self) { try Files.replace(folder / "no/a", with: [1]) }
        #expect(error?.message.hasPrefix("Cannot write \(folder / "no/a")") == true)
        #expect(error?.message.hasSuffix(": No such file or directory.") == true)
    }

    @Test func `no file is nil, a large one is refused, an empty one is empty`() throws {
        #expect(try Files.read(folder / "none", limit: 10) == nil)
        try Files.replace(folder / "a", with: [1, 2, 3])
        #expect(try Files.read(folder / "a/below", limit: 10) == nil)
        #expect(try Files.read(folder / "a", limit: 3) == [1, 2, 3])
        #expect(throws: CcmuxError.self) { try Files.read(folder / "a", limit: 2) }
        #expect(throws: CcmuxError.self) { try Files.read(folder.path, limit: 2) }
        #expect(throws: CcmuxError.self) { try Files.read("/dev/zero", limit: 1 << 20) }
        try Files.replace(folder / "b", with: [])
        #expect(try Files.read(folder / "b", limit: 10) == [])
    }

    @Test func `a named pipe that nobody writes to is read as empty`() throws {
        mkfifo(folder / "pipe", 0o600)
        #expect(try Files.read(folder / "pipe", limit: 10) == [])
        #expect(Files.head(of: folder / "pipe", bytes: 10) == [])
    }

    @Test func `folders are made with their parents, for their owner only`() throws {
        try Files.makeFolder(folder / "a/b/c")
        #expect(try folder.mode("a") == 0o700)
        #expect(try folder.mode("a/b/c") == 0o700)
        try Files.makeFolder(folder / "a/b/c")
        try Files.replace(folder / "file", with: [])
        #expect(throws: CcmuxError.self) { try Files.makeFolder(folder / "file") }
        #expect(throws: CcmuxError.self) { try Files.makeFolder(folder / "file/below") }
    }

    @Test(arguments: [(0o755, 0o700), (0o770, 0o700), (0o700, 0o700), (0o500, 0o500)])
    func `a folder is restricted to its owner`(before: Int, after: Int) throws {
        mkdir(folder / "a", 0o700)
        chmod(folder / "a", mode_t(before))
        try Files.restrictFolder(folder / "a")
        #expect(try folder.mode("a") == after)
    }

    @Test func `a directory's trouble can end a sentence`() throws {
        try Files.replace(folder / "file", with: [])
        #expect(Files.unusableDirectoryReason(folder.path) == nil)
        #expect(Files.unusableDirectoryReason("relative") == "is not an absolute path")
        #expect(Files.unusableDirectoryReason(folder / "none") == "does not exist")
        #expect(Files.unusableDirectoryReason(folder / "file") == "is not a folder")
    }

    @Test func `links are followed, loops are not`() throws {
        symlink(folder.path, folder / "link")
        symlink(folder / "loop", folder / "loop")
        #expect(Files.realPath(folder / "link") == folder.path)
        #expect(Files.kind(of: folder / "link") == .folder)
        #expect(Files.realPath(folder / "loop") == nil)
        #expect(Files.kind(of: folder / "loop") == nil)
        #expect(Files.kind(of: "/dev/null") == .other)
    }

    @Test func `a file is moved, and a missing one is told`() throws {
        try Files.replace(folder / "a", with: [1])
        #expect(try Files.move(folder / "a", to: folder / "b"))
        #expect(try Files.move(folder / "a", to: folder / "b") == false)
        #expect(Files.remove(folder / "b"))
        #expect(Files.remove(folder / "b") == false)
    }

    @Test func `a stamp tells a changed file from what it was`() throws {
        try Files.replace(folder / "a", with: [1])
        let before = Files.stamp(of: folder / "a")
        #expect(before == Files.stamp(of: folder / "a"))
        try Files.replace(folder / "a", with: [2])
        #expect(before != Files.stamp(of: folder / "a"))
        #expect(Files.stamp(of: folder / "none") == nil)
    }
}
