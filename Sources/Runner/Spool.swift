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

    /// Hands each report of a session to `take`, in order, and removes the file once all were taken: after a crash in
    /// between they are handed over again. Lines that cannot be read are counted and skipped.
    ///
    /// - Returns: the number of unreadable lines.
    package static func drain(
        _ id: SessionID, in home: HomeLayout, take: (Report) throws(CcmuxError) -> Void
    ) throws(CcmuxError) -> Int {
        try FileLock.hold(home.launchLock(id)) { () throws(CcmuxError) in
            guard let bytes = try Files.read(home.spoolFile(id), limit: limit) else { return 0 }
            var unreadable = 0
            for line in bytes.split(separator: UInt8(ascii: "\n")) {
                if let report = parse(line) {
                    try take(report)
                } else {
                    unreadable += 1
                }
            }
            Files.remove(home.spoolFile(id))
            return unreadable
        }
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
