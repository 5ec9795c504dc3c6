import Foundation
import Model
import Platform
import Testing

@testable import Store

@Suite struct DatabaseCopyTests {
    let folder: StoreFolder

    init() throws { folder = try StoreFolder() }

    private var database: String { folder.path + "/ccmux.db" }

    @Test func `a copy is made while the daemon writes, and leaves the database alone`() throws {
        let store = try folder.open()
        let session = try record("api")
        try store.insert(session, event: event("session.created", of: session.id))
        let copy = folder.path + "/copy.db"
        #expect(try Store.copy(database, to: copy))
        try store.insert(try record("later"), event: nil)
        #expect(try folder.mode("copy.db") == 0o600)
        #expect(Store.writtenSchema(copy) == Store.schema)
        let opened = try Store(path: copy)
        #expect(try opened.sessions().records == [session])
        #expect(opened.epoch == store.epoch)
        #expect(try store.sessions().records.count == 2)
        #expect(failure { () throws(CcmuxError) in _ = try Store.copy(database, to: copy) }?.code == .exists)
    }

    @Test func `a copy of an older database is brought up to date, and the original is not`() throws {
        _ = try Store(path: database, programSchema: 1)
        let copy = folder.path + "/copy.db"
        #expect(try Store.copy(database, to: copy))
        #expect(Store.writtenSchema(copy) == 1)
        _ = try Store(path: copy)
        #expect(Store.writtenSchema(copy) == Store.schema && Store.writtenSchema(database) == 1)
    }

    @Test func `without a database there is no copy`() throws {
        #expect(try Store.copy(folder.path + "/none.db", to: folder.path + "/copy.db") == false)
        #expect(Store.writtenSchema(folder.path + "/none.db") == nil)
        #expect(Files.names(in: folder.path).isEmpty)
    }

    @Test func `a copy that is put back is a journal of its own, and what was there is kept`() throws {
        let first = try record("first")
        let epoch = try {
            let store = try folder.open()
            try store.insert(first, event: nil)
            _ = try Store.copy(database, to: folder.path + "/copy.db")
            try store.insert(try record("second"), event: nil)
            return store.epoch
        }()
        try Store.putBack(folder.path + "/copy.db", as: database, keeping: folder.path + "/aside.db")
        let store = try Store(path: database)
        #expect(try store.sessions().records == [first] && store.epoch != epoch)
        #expect(try Store(path: folder.path + "/aside.db").sessions().records.count == 2)
    }
}
