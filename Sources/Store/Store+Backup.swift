import GRDB
package import Model
import Platform

extension Store {
    /// Writes a copy of the database to `path` (mode 0600), complete or not at all, while the store goes on.
    ///
    /// The copy has an epoch of its own: after it was put back, readers of events learn that the ids they know are
    /// of another journal.
    ///
    /// - Throws: `.exists` when there is a file at `path` already.
    package func backup(to path: String) throws(CcmuxError) {
        guard Files.kind(of: path) == nil else {
            throw CcmuxError(.exists, "\(path) exists already.", advice: "Choose another name for the backup.")
        }
        let aside = "\(path).\(UInt32.random(in: .min ... .max)).tmp"
        defer {
            for suffix in ["", "-wal", "-shm", "-journal"] { Files.remove(aside + suffix) }
        }
        try DatabaseFile.createEmpty(aside)
        do {
            let copy = try DatabaseQueue(path: aside, configuration: DatabaseFile.configuration())
            try queue.backup(to: copy)
            try copy.write { try Meta.renewEpoch($0) }
            // Closing the last connection moves the log into the file.
            try copy.close()
        } catch {
            throw StoreFailure(path: aside).describe(error, action: "write the backup")
        }
        _ = try Files.move(aside, to: path)
    }
}
