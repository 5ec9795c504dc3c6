import Foundation
import Testing

/// A folder of its own for one test, gone with the last reference.
final class TemporaryFolder: Sendable {
    /// The real path, links resolved.
    let path: String

    init() throws {
        let base = try #require(realpath(NSTemporaryDirectory(), nil))
        defer { free(base) }
        path = String(cString: base) + "/ccmux-unit-" + UUID().uuidString.prefix(8).lowercased()
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    static func / (folder: TemporaryFolder, name: String) -> String { "\(folder.path)/\(name)" }

    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: self / name, withDestinationPath: target)
    }

    func write(_ name: String, _ text: String) throws {
        let folder = (self / name).split(separator: "/").dropLast().reduce(into: "") { $0 += "/\($1)" }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: self / name))
    }
}
