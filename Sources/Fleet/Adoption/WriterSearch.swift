import Agents
import Model

/// Who writes a conversation. Pure.
enum WriterSearch {
    /// A conversation, as far as a writer is told by it.
    struct Subject: Sendable, Hashable {
        var uuid: ConversationID
        /// The folder that its agent keeps its transcripts in.
        var root: String
        /// Links resolved.
        var directory: String?
        var modified: Timestamp
        /// Of those in its directory it was written last: only such a one is guessed at.
        var isNewest: Bool
    }

    /// Seconds by which clocks that are read at different places may differ.
    private static let slack = 2.0

    /// | its own file names | it has open | its command line | it is a writer |
    /// |---|---|---|---|
    /// | this one | – | – | by its session file |
    /// | another or none | this one | – | by its open file |
    /// | another | not this one | – | no |
    /// | nothing | others only | – | no |
    /// | nothing | nothing | names this one | by its command line |
    /// | nothing | nothing | names another, or is a server's | no |
    /// | nothing | nothing | names none | a guess, where directory and time fit and nothing surer was found |
    static func writers(of subject: Subject, among processes: [AgentProcess]) -> [ConversationWriter] {
        let near = processes.filter { $0.root == subject.root }
        var found = near.compactMap { process in
            evidence(process, subject).map { writer(process, $0, subject) }
        }
        // A server holds a conversation for a screen, which may have to be guessed.
        if subject.isNewest, found.allSatisfy(\.isServer) {
            found += near.filter { isGuess($0, subject) }.map { writer($0, .guess, subject) }
        }
        let order = ConversationWriter.Evidence.allCases
        return found.sorted {
            let (left, right) = (order.firstIndex(of: $0.evidence) ?? 0, order.firstIndex(of: $1.evidence) ?? 0)
            return left == right ? $0.process.pid < $1.process.pid : left < right
        }
    }

    private static func evidence(_ process: AgentProcess, _ subject: Subject) -> ConversationWriter.Evidence? {
        if process.said == subject.uuid { return .sessionFile }
        if process.open.contains(subject.uuid) { return .openFile }
        guard process.said == nil, process.open.isEmpty else { return nil }
        return process.claim == .conversation(subject.uuid) ? .commandLine : nil
    }

    private static func isGuess(_ process: AgentProcess, _ subject: Subject) -> Bool {
        guard process.claim == .untold, process.said == nil, process.open.isEmpty, !process.isManaged,
            let began = process.began, let directory = process.directory, directory == subject.directory
        else { return false }
        return subject.modified.seconds(since: began) >= -slack
    }

    private static func writer(
        _ process: AgentProcess, _ evidence: ConversationWriter.Evidence, _ subject: Subject
    ) -> ConversationWriter {
        ConversationWriter(
            process: process.process, evidence: evidence, command: process.command,
            isServer: process.claim == .server, others: process.open.subtracting([subject.uuid]).count,
            isManaged: process.isManaged)
    }
}
