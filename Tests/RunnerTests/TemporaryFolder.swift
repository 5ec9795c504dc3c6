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

    func text(_ name: String) -> String? {
        FileManager.default.contents(atPath: self / name).map { String(decoding: $0, as: UTF8.self) }
    }

    func mode(_ name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: self / name)
        return try #require(attributes[.posixPermissions] as? Int)
    }
}

/// Looks again and again until `condition` holds; false when it does not within `seconds`.
func eventually(within seconds: Double = 20, _ condition: () throws -> Bool) rethrows -> Bool {
    let end = Date().addingTimeInterval(seconds)
    while Date() < end {
        if try condition() { return true }
        usleep(5000)
    }
    return try condition()
}
