import Foundation
import GRDB
import Model
import Platform

@testable import Store

/// A folder of its own for one test, removed with all that is in it.
final class StoreFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/ccmux-store-\(SessionID.random())"
        try Files.makeFolder(path)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var database: String { path + "/ccmux.db" }

    func open() throws(CcmuxError) -> Store { try Store(path: database) }

    /// Runs SQL behind the store's back, as a newer version or a person with a database tool would.
    func tamper(_ sql: String) throws {
        let queue = try DatabaseQueue(path: database)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    /// Name to content of every file in the folder, the index of the log aside (SQLite's own cache).
    func content() throws -> [String: Data] {
        var content: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: path) where !name.hasSuffix("-shm") {
            content[name] = try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))
        }
        return content
    }

    func mode(_ name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path + "/" + name)[.posixPermissions] as? Int
    }
}

let moment = Timestamp(milliseconds: 1_795_264_000_123)

func record(_ name: String, directory: String = "/work/api") throws -> SessionRecord {
    guard let name = SessionName(name) else { throw CcmuxError(.invalid, "bad name in a test") }
    return SessionRecord(
        id: .random(), name: name, agent: "claude", settings: SessionSettings(directory: directory), created: moment)
}

func event(_ kind: String, of session: SessionID? = nil) -> NewEvent {
    NewEvent(at: moment, kind: kind, session: session)
}

/// The error of `body`, or nil when there was none.
func failure<Value>(_ body: () throws(CcmuxError) -> Value) -> CcmuxError? {
    do throws(CcmuxError) {
        _ = try body()
        return nil
    } catch {
        return error
    }
}

extension Store {
    /// The first value that `sql` gives.
    func scalar<Value: DatabaseValueConvertible>(_ type: Value.Type, _ sql: String) throws -> Value? {
        try queue.read { try Value.fetchOne($0, sql: sql) }
    }
}
