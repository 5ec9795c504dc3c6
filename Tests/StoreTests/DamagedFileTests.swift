import Foundation
import GRDB
import Model
import Platform
import Testing

@testable import Store

@Suite("Files that cannot be used")
struct DamagedFileTests {
    let folder: StoreFolder

    init() throws { folder = try StoreFolder() }

    /// A closed database with enough in it to span many pages.
    private func fill() throws -> Data {
        let store = try folder.open()
        for number in 0..<40 { try store.insert(try record("s\(number)"), event: event("session.created")) }
        try store.append((0..<400).map { event("tick.\($0)") })
        try store.queue.close()
        return try Data(contentsOf: URL(fileURLWithPath: folder.database))
    }

    private func put(_ content: Data) throws {
        try content.write(to: URL(fileURLWithPath: folder.database))
    }

    /// Opening must say what is wrong with which file, and leave everything as it is.
    private func expectRefusal(_ words: String = "damaged", sourceLocation: SourceLocation = #_sourceLocation) throws {
        let before = try folder.content()
        let error = failure { () throws(CcmuxError) in try folder.open() }
        #expect(error?.code == .failed, sourceLocation: sourceLocation)
        #expect(error?.message.contains(folder.database) == true, sourceLocation: sourceLocation)
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")", sourceLocation: sourceLocation)
        #expect(error?.advice?.contains("backup") == true, sourceLocation: sourceLocation)
        #expect(try folder.content() == before, sourceLocation: sourceLocation)
    }

    @Test("Garbage is refused", arguments: [1, 100, 4096, 100_000])
    func garbage(size: Int) throws {
        try put(Data((0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 7) }))
        try expectRefusal()
    }

    @Test("An empty file is damage, not a beginning")
    func empty() throws {
        try put(Data())
        try expectRefusal()
    }

    @Test("A wrong first byte is refused")
    func magic() throws {
        var content = try fill()
        content[0] ^= 1
        try put(content)
        try expectRefusal()
    }

    @Test("A file cut short is refused", arguments: [0.02, 0.3, 0.6, 0.98])
    func truncated(part: Double) throws {
        let content = try fill()
        try put(content.prefix(Int(Double(content.count) * part)))
        try expectRefusal()
    }

    @Test("Pages overwritten in the middle are refused")
    func overwritten() throws {
        var content = try fill()
        let middle = content.count / 2 / 4096 * 4096
        content.replaceSubrange(middle..<middle + 4096, with: Data(repeating: 0xA5, count: 4096))
        try put(content)
        try expectRefusal()
    }

    @Test("Another program's database is refused")
    func foreign() throws {
        let queue = try DatabaseQueue(path: folder.database)
        try queue.write { try $0.execute(sql: "CREATE TABLE meta (key, value); CREATE TABLE theirs (x)") }
        try queue.close()
        try expectRefusal("not one of ccmux")
    }

    @Test(
        "One whose table meta says nothing usable is refused",
        arguments: [
            "DELETE FROM meta", "UPDATE meta SET value = 'x' WHERE key = 'oldest_reader'",
            "DELETE FROM meta WHERE key = 'epoch'",
        ])
    func meta(sql: String) throws {
        _ = try fill()
        try folder.tamper(sql)
        try expectRefusal()
    }

    @Test("A log without its database is not taken for a beginning")
    func orphanedLog() throws {
        _ = try folder.open()
        try FileManager.default.removeItem(atPath: folder.database)
        try Data(repeating: 1, count: 100).write(to: URL(fileURLWithPath: folder.database + "-wal"))
        try expectRefusal("missing")
    }

    @Test("A folder in its place, and a folder that is missing, are said")
    func places() throws {
        try Files.makeFolder(folder.database)
        #expect(failure { () throws(CcmuxError) in try folder.open() }?.message.contains("not a file") == true)
        let missing = folder.path + "/no/ccmux.db"
        let error = failure { () throws(CcmuxError) in try Store(path: missing) }
        #expect(error?.message.contains("No such file") == true)
    }

    @Test("What a crash left of a creation is not in the way")
    func leftovers() throws {
        try Data(repeating: 7, count: 5000).write(to: URL(fileURLWithPath: folder.database + ".99.1.new"))
        #expect(try folder.open().sessions().records.isEmpty)
    }
}
