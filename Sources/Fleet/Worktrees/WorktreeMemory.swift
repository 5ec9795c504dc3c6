import Model
import Platform

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What is known of a worktree apart from its session's record: it is written before anything is made, and goes when
/// the worktree is gone. So a second attempt finds what the first one made, and `prune` what sessions that were removed
/// have left.
struct WorktreeMemory: Sendable, Hashable, Codable {
    var session: SessionID
    /// As it was called when the worktree was made.
    var name: SessionName
    var worktree: SessionWorktree
    /// A session's record has it.
    var isRecorded: Bool
    var carried: CarriedTranscript?

    private static let limit = 1 << 20

    func write(_ home: HomeLayout) throws(CcmuxError) {
        try Files.makeFolder(home.worktreeFolder)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let bytes: [UInt8]
        do {
            bytes = Array(try encoder.encode(self))
        } catch {
            throw CcmuxError(.failed, "What is known of the worktree of '\(name)' cannot be written: \(error)")
        }
        try Files.replace(home.worktreeFile(session), with: bytes)
    }

    /// All that can be read, by name.
    static func all(_ home: HomeLayout) -> [WorktreeMemory] {
        Files.names(in: home.worktreeFolder).filter { $0.hasSuffix(".json") }.compactMap { file in
            guard let bytes = try? Files.read("\(home.worktreeFolder)/\(file)", limit: limit) else { return nil }
            return try? JSONDecoder().decode(Self.self, from: Data(bytes))
        }.sorted { ($0.name, $0.session) < ($1.name, $1.session) }
    }

    static func of(_ id: SessionID, _ home: HomeLayout) -> WorktreeMemory? {
        guard let bytes = try? Files.read(home.worktreeFile(id), limit: limit) else { return nil }
        return try? JSONDecoder().decode(Self.self, from: Data(bytes))
    }
}
