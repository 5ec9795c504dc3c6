package import Model
package import Platform

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Bundles that did not prove themselves on this machine, and are not taken again unless somebody says so.
///
/// `app/quarantine.json`, which the launcher writes as well: `[{"at","reason","sha256","version"}]`.
package struct Quarantine: Sendable, Hashable {
    package struct Item: Sendable, Hashable, Codable {
        package var at: String
        package var reason: String
        /// Of the bundle; empty where it is not known.
        package var sha256: String
        /// The name of its folder.
        package var version: String
    }

    package var items: [Item] = []

    package init(items: [Item] = []) {
        self.items = items
    }

    /// What cannot be read is empty: it is for safety's sake, and must not itself stand in the way.
    package init(home: HomeLayout) {
        guard let bytes = try? Files.read(home.quarantine, limit: 256 * 1024) else { return }
        items = (try? JSONDecoder().decode([Item].self, from: Data(bytes))) ?? []
    }

    package func item(_ name: BundleName) -> Item? { items.first { $0.version == name.description } }

    package mutating func add(_ name: BundleName, reason: String, sha256: String, at: Timestamp) {
        remove(name)
        // A list that grows for ever would be as bad as none.
        items = items.suffix(199)
        items.append(
            Item(at: at.rfc3339, reason: String(reason.prefix(500)), sha256: sha256, version: name.description))
    }

    package mutating func remove(_ name: BundleName) {
        items.removeAll { $0.version == name.description }
    }

    package func write(home: HomeLayout) throws(CcmuxError) {
        // The launcher, in C, looks for `"version":"…"` without blanks.
        try JSONFile.write(items, to: home.quarantine)
    }
}

/// Small files of JSON, keys sorted, one line.
enum JSONFile {
    static func write(_ value: some Encodable, to path: String) throws(CcmuxError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let bytes: [UInt8]
        do {
            bytes = Array(try encoder.encode(value)) + [10]
        } catch {
            throw CcmuxError(.failed, "Cannot write \(path): \(error)")
        }
        try Files.replace(path, with: bytes)
    }

    static func read<Value: Decodable>(_ path: String, as type: Value.Type) -> Value? {
        guard let bytes = try? Files.read(path, limit: 256 * 1024) else { return nil }
        return try? JSONDecoder().decode(type, from: Data(bytes))
    }
}
