import Foundation
import Model
import Platform

/// A folder of its own for one test, removed with all that is in it.
final class ConfigFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/ccmux-config-\(SessionID.random())"
        try Files.makeFolder(path)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var file: String { path + "/config.toml" }

    func write(_ text: String) throws { try Data(text.utf8).write(to: URL(fileURLWithPath: file)) }

    func read() throws -> String { String(decoding: try Files.read(file, limit: 1 << 22) ?? [], as: UTF8.self) }
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
