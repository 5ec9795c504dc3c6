import GRDB
import Library
import Model
import Platform
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite struct LibraryDatabaseTests {
    @Test func `A part begins anew in another version, and the others stay`() throws {
        let path = "/tmp/ccmux-library-\(UInt32.random(in: .min ... .max)).db"
        defer { for suffix in ["", "-wal", "-shm"] { _ = Files.remove(path + suffix) } }
        let database = try LibraryDatabase(path: path)
        for part in ["usage", "search"] {
            try database.prepare(part, version: 1) { db in
                try db.execute(sql: "CREATE TABLE \(part)_file (path TEXT)")
                try db.execute(sql: "INSERT INTO \(part)_file VALUES ('a')")
            }
        }
        try database.prepare("usage", version: 2) { db in try db.execute(sql: "CREATE TABLE usage_file (path TEXT)") }
        try database.prepare("search", version: 1) { _ in Issue.record("it is there") }
        let counts = try database.read("count") { db in
            try ["usage", "search"].map { try Int.fetchOne(db, sql: "SELECT count(*) FROM \($0)_file") ?? -1 }
        }
        #expect(counts == [0, 1])
    }

    @Test func `Where no file can be, it is kept in memory`() throws {
        let path = "/tmp/ccmux-library-\(UInt32.random(in: .min ... .max)).db"
        try Files.makeFolder(path)
        defer { rmdir(path) }
        let database = try LibraryDatabase(path: path)
        #expect(database.problem != nil)
        try database.prepare("usage", version: 1) { db in try db.execute(sql: "CREATE TABLE usage_file (path TEXT)") }
        let count = try database.read("count") { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM usage_file") }
        #expect(count == 0)
    }

    @Test func `A damaged one is replaced`() throws {
        let path = "/tmp/ccmux-library-\(UInt32.random(in: .min ... .max)).db"
        defer { for suffix in ["", "-wal", "-shm"] { _ = Files.remove(path + suffix) } }
        try Files.replace(path, with: Array(repeating: 0x41, count: 10_000), durable: false)
        let database = try LibraryDatabase(path: path)
        try database.prepare("usage", version: 1) { db in try db.execute(sql: "CREATE TABLE usage_file (path TEXT)") }
    }
}
