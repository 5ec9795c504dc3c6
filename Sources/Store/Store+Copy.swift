import GRDB
package import Model
import Platform

extension Store {
    /// Writes a copy of the database at `path` to `target` (mode 0600), complete or not at all, without opening it for
    /// writing: its daemon, or nobody, may be at work on it.
    ///
    /// - Returns: false when there is no database.
    /// - Throws: `.exists` when there is something at `target`.
    package static func copy(_ path: String, to target: String) throws(CcmuxError) -> Bool {
        try copy(path, to: target, withNewEpoch: false)
    }

    private static func copy(
        _ path: String, to target: String, withNewEpoch: Bool
    ) throws(CcmuxError) -> Bool {
        guard Files.kind(of: path) != nil else { return false }
        guard Files.kind(of: target) == nil else {
            throw CcmuxError(.exists, "\(target) exists already.", advice: "Choose another name for the copy.")
        }
        let aside = "\(target).\(UInt32.random(in: .min ... .max)).tmp"
        defer {
            for suffix in ["", "-wal", "-shm", "-journal"] { Files.remove(aside + suffix) }
        }
        try DatabaseFile.createEmpty(aside)
        do {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(5)
            let source = try DatabaseQueue(path: path, configuration: configuration)
            let copy = try DatabaseQueue(path: aside, configuration: DatabaseFile.configuration())
            try source.backup(to: copy)
            if withNewEpoch { try copy.write { try Meta.renewEpoch($0) } }
            try copy.close()
            try source.close()
        } catch {
            throw StoreFailure(path: path).describe(error, action: "copy the database")
        }
        _ = try Files.move(aside, to: target)
        return true
    }

    /// Puts a copy into the place of the database, which is kept as `aside`. Nobody may have it open. Readers of events
    /// learn that the ids they know are of another journal.
    package static func putBack(_ copy: String, as path: String, keeping aside: String) throws(CcmuxError) {
        let fresh = "\(path).\(UInt32.random(in: .min ... .max)).tmp"
        guard try Self.copy(copy, to: fresh, withNewEpoch: true) else {
            throw CcmuxError(.notFound, "There is no copy at \(copy).")
        }
        for suffix in ["", "-wal", "-shm"] { Files.remove(aside + suffix) }
        // The log first: with it gone the file alone is an older state, never a wrong one.
        for suffix in ["-wal", "-shm", ""] { _ = try Files.move(path + suffix, to: aside + suffix) }
        _ = try Files.move(fresh, to: path)
        Files.syncParent(of: path)
    }

    /// The schema that the database at `path` was brought to; nil where that cannot be read.
    package static func writtenSchema(_ path: String) -> Int? {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        guard let queue = try? DatabaseQueue(path: path, configuration: configuration) else { return nil }
        defer { try? queue.close() }
        let text = try? queue.read { try Meta.get(.schema, $0) }
        return text.flatMap { $0 }.flatMap { Int($0) }
    }
}
