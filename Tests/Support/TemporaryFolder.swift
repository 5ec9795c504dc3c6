import Foundation

/// A folder of its own for one test, gone with the last reference.
package final class TemporaryFolder: Sendable {
    /// The real path, links resolved.
    package let path: String

    package init() throws {
        guard let base = realpath(NSTemporaryDirectory(), nil) else { throw CocoaError(.fileNoSuchFile) }
        defer { free(base) }
        path = String(cString: base) + "/ccmux-unit-" + UUID().uuidString.prefix(8).lowercased()
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    package static func / (folder: TemporaryFolder, name: String) -> String { "\(folder.path)/\(name)" }

    package func text(_ name: String) -> String? {
        FileManager.default.contents(atPath: self / name).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The permissions.
    package func mode(_ name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: self / name)
        guard let mode = attributes[.posixPermissions] as? Int else { throw CocoaError(.fileReadUnknown) }
        return mode
    }

    package func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: self / name, withDestinationPath: target)
    }

    package func folder(_ name: String) throws {
        try FileManager.default.createDirectory(atPath: self / name, withIntermediateDirectories: true)
    }

    /// Writes a file, in folders that are made where they lack.
    package func write(_ name: String, _ text: String) throws {
        let folder = (self / name).split(separator: "/").dropLast().reduce(into: "") { $0 += "/\($1)" }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: self / name))
    }
}

/// Looks again and again until `condition` holds; false when it does not within `seconds`.
package func eventually(within seconds: Double = 20, _ condition: () throws -> Bool) rethrows -> Bool {
    let end = Date().addingTimeInterval(seconds)
    while Date() < end {
        if try condition() { return true }
        usleep(5000)
    }
    return try condition()
}
