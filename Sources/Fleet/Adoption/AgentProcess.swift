import Agents
import Model
import Platform

/// A live process that is an agent, and what it tells of the conversation that it is in.
struct AgentProcess: Sendable, Hashable {
    var process: ProcessIdentity
    /// The folder in which it keeps its transcripts.
    var root: String?
    /// What its command line says.
    var claim: ConversationClaim
    /// What its own file says.
    var said: ConversationID?
    /// The transcripts that it has open.
    var open: Set<ConversationID> = []
    /// Links resolved.
    var directory: String?
    var began: Timestamp?
    var command = ""
    /// A ccmux runs it.
    var isManaged = false
}

extension AgentProcess {
    /// Looks at the processes of this user.
    ///
    /// - Parameters:
    ///   - kinds: those that are looked for.
    ///   - managed: pids of agents that the fleet runs.
    static func all(of kinds: [any AgentKind], managed: Set<Int32>) -> [AgentProcess] {
        let known = kinds.compactMap { kind in kind.conversations.map { (kind, $0) } }
        return ProcessTable.ours().compactMap { process in
            let words = ProcessTable.command(of: process.pid)
            guard !words.isEmpty else { return nil }
            let executable = ProcessTable.executable(of: process.pid) ?? ""
            guard let (kind, habits) = known.first(where: { $0.1.isAgent(executable: executable, words: words) })
            else { return nil }
            let claim = habits.claim(ofCommand: words)
            guard claim != .none else { return nil }
            let variables = ProcessTable.variables(of: process.pid)
            var found = AgentProcess(
                process: process, root: kind.transcriptRoot(environment: variables), claim: claim)
            found.command = String(words.joined(separator: " ").prefix(200))
            found.directory = ProcessTable.directory(of: process.pid)
            found.began = ProcessTable.began(process)
            // What another home's ccmux runs bears a nonce too.
            found.isManaged = managed.contains(process.pid) || variables["CCMUX_NONCE"] != nil
            if let root = found.root, let path = habits.sessionFile(of: process.pid, root: root),
                let bytes = (try? Files.read(path, limit: 1 << 20)).flatMap(\.self)
            {
                found.said = habits.conversation(ofSessionFile: bytes, process: process)
            }
            if habits.keepsTranscriptOpen {
                found.open = Set(
                    ProcessTable.openFiles(of: process.pid).compactMap(habits.conversation(ofTranscript:)))
            }
            return found
        }
    }
}
