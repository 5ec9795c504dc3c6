package import Model
package import Platform

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The daemon's side of the spool: reports that came while it was away.
package enum Spool {
    private static let limit = 64 << 20

    /// Hands each report of a session to `take`, in order, and removes what was taken: after a crash in between they are
    /// handed over again. Lines that cannot be read are counted and skipped.
    ///
    /// `take` may change the launch file: the lock, which is the same, is not held meanwhile.
    ///
    /// - Returns: the number of unreadable lines.
    package static func drain(
        _ id: SessionID, in home: HomeLayout, take: (Report) throws(CcmuxError) -> Void
    ) throws(CcmuxError) -> Int {
        let path = home.spoolFile(id)
        let bytes = try FileLock.hold(home.launchLock(id)) { () throws(CcmuxError) in
            try Files.read(path, limit: limit)
        }
        guard let bytes else { return 0 }
        var unreadable = 0
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            if let report = parse(line) {
                try take(report)
            } else {
                unreadable += 1
            }
        }
        try FileLock.hold(home.launchLock(id)) { () throws(CcmuxError) in
            // What came meanwhile stands behind what was taken.
            let rest = try Files.read(path, limit: limit)?.dropFirst(bytes.count) ?? []
            if rest.isEmpty { Files.remove(path) } else { try Files.replace(path, with: Array(rest)) }
        }
        return unreadable
    }

    /// Nil for anything that is not a report.
    package static func parse(_ line: some Collection<UInt8>) -> Report? {
        try? JSONDecoder().decode(Report.self, from: Data(line))
    }

    /// The sessions that have something in the spool.
    package static func sessions(in home: HomeLayout) -> [SessionID] {
        Files.names(in: home.spoolFolder).compactMap { name in
            name.hasSuffix(".jsonl") ? SessionID(String(name.dropLast(6))) : nil
        }
    }
}
