import Agents
package import Model
import Platform
import Store
import Transcripts

extension Fleet {
    /// Conversations that no session has, newest first.
    ///
    /// - Parameters:
    ///   - all: also those that nothing was written to for a week and that nothing writes.
    ///   - directory: only those that began there.
    ///   - beginning: only those whose uuid begins so.
    ///   - limit: at most so many.
    package func external(
        all: Bool, directory: String?, beginning: String?, limit: Int?
    ) async -> ExternalList {
        let week = 7 * 86_400.0
        return await conversations().list(
            .init(
                since: all ? nil : now().adding(seconds: -week),
                directory: directory.map { Files.realPath($0) ?? $0 }, beginning: beginning?.lowercased(),
                limit: min(max(limit ?? 200, 1), 10_000)))
    }

    /// As the login shell and the configuration place them. Kinds that share a folder count once, the shipped one.
    func conversations() -> Conversations {
        var seen: Set<TranscriptRoot> = []
        let roots = catalog.kinds.compactMap { kind -> Conversations.Root? in
            guard let habits = kind.conversations, let folder = transcriptFolder(of: kind, session: [:]),
                seen.insert(folder).inserted
            else { return nil }
            return .init(kind: kind, habits: habits, folder: folder)
        }
        return Conversations(
            roots: roots, managedPIDs: Set(entries.values.compactMap { $0.runtime.agent?.pid }),
            own: Set(entries.values.compactMap(\.record.conversation)))
    }

    /// - Parameter variables: of a session of its own.
    func transcriptFolder(of kind: any AgentKind, session variables: [String: String]) -> TranscriptRoot? {
        guard let format = kind.transcriptFormat,
            let path = kind.transcriptRoot(environment: agentEnvironment(of: kind, session: variables).variables)
        else { return nil }
        return TranscriptRoot(path: path, format: format)
    }
}
