package import Model
package import Platform

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension LaunchFile {
    /// A prompt of 100 KB and a long environment fit; anything larger is not ours.
    private static let sizeLimit = 4 << 20

    /// Nil when there is none.
    package static func read(_ path: String) throws(CcmuxError) -> LaunchFile? {
        guard let bytes = try Files.read(path, limit: sizeLimit) else { return nil }
        do {
            return try JSONDecoder().decode(LaunchFile.self, from: Data(bytes))
        } catch {
            throw CcmuxError(
                .failed, "The launch file \(path) cannot be read.",
                advice: "It is written anew when the daemon looks at the session: ccmux start NAME.")
        }
    }

    /// What the other sessions are in, so that none takes theirs: several may work in one directory.
    package static func conversations(in home: HomeLayout, except id: SessionID) -> Set<ConversationID> {
        let others = Files.names(in: home.runFolder).filter { $0.hasSuffix(".json") && $0 != "\(id).json" }
        return Set(others.compactMap { (try? read("\(home.runFolder)/\($0)"))?.conversation })
    }

    package func write(_ path: String) throws(CcmuxError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data: Data
        do {
            data = try encoder.encode(self)
        } catch {
            throw CcmuxError(.failed, "The launch file of \(name) cannot be written: \(error).")
        }
        try Files.replace(path, with: Array(data))
    }

    /// Reads, changes and writes back under the lock that the daemon, the runner and the hook share. Nothing is
    /// written when `change` leaves the file as it was.
    ///
    /// - Returns: the file after the change; nil when there is none.
    @discardableResult
    package static func update(
        _ id: SessionID, in home: HomeLayout, _ change: (inout LaunchFile) -> Void
    ) throws(CcmuxError) -> LaunchFile? {
        try FileLock.hold(home.launchLock(id)) { () throws(CcmuxError) in
            let path = home.launchFile(id)
            guard let before = try read(path) else { return nil }
            var after = before
            change(&after)
            if after != before { try after.write(path) }
            return after
        }
    }
}
