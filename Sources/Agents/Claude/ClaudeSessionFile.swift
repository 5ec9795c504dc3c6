package import Model
import Platform
package import Status

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `sessions/PID.json`, in which an interactive Claude keeps what it is doing (2.1.139 and later, not 2.1.1).
struct ClaudeSessionFile: Decodable {
    let pid: Int32
    let sessionId: String?
    /// When the process began: on Linux field 22 of `/proc/PID/stat`, as digits.
    let procStart: String?
    let status: String?
    let waitingFor: String?
    /// When the status changed, else what the file tells instead; milliseconds since 1970.
    let since: Double?

    /// A file of this kind has some 600 bytes.
    static let limit = 1 << 20

    /// Nil for what is no such file, and for one that another process of this pid has left behind when it was killed.
    init?(_ bytes: [UInt8], of agent: ProcessIdentity) {
        guard bytes.count <= Self.limit, let file = try? JSONDecoder().decode(Self.self, from: Data(bytes)),
            file.pid == agent.pid
        else { return nil }
        if let start = file.procStart.flatMap({ Int64($0) }), start != agent.start { return nil }
        self = file
    }

    private enum CodingKeys: CodingKey {
        case pid, sessionId, procStart, status, waitingFor, statusUpdatedAt, updatedAt, startedAt
    }

    /// Only the pid must be there; what another version writes in another shape counts as not written.
    init(from decoder: any Decoder) throws {
        let keyed = try decoder.container(keyedBy: CodingKeys.self)
        pid = try keyed.decode(Int32.self, forKey: .pid)
        sessionId = try? keyed.decode(String.self, forKey: .sessionId)
        procStart = try? keyed.decode(String.self, forKey: .procStart)
        status = try? keyed.decode(String.self, forKey: .status)
        waitingFor = try? keyed.decode(String.self, forKey: .waitingFor)
        since =
            [.statusUpdatedAt, .updatedAt, .startedAt].lazy
            .compactMap { try? keyed.decode(Double.self, forKey: $0) }.first
    }

    var reading: Signal<SessionFileReading>? {
        let said: SessionFileReading.Status
        switch status {
        // `shell` (2.1.329): at rest, with a command of its own in the background. 2.1.139 says `busy` of that too.
        case "idle", "shell": said = .idle
        case "busy": said = .busy
        case "waiting": said = .waiting(Self.state(waitingFor: waitingFor ?? ""), waitingFor ?? "")
        default: return nil
        }
        // What no clock shows would make this the newest word for ever.
        guard let since, (1...Self.latest).contains(since) else { return nil }
        return Signal(
            SessionFileReading(said), since: Timestamp(milliseconds: Int64(since)),
            raw: [status, waitingFor].compactMap(\.self).joined(separator: ": "))
    }

    /// The year 2100.
    private static let latest = 4.1e12

    /// 2.1.139 names the tool, `approve Bash`. 2.1.329 says `permission prompt` of a tool and of a plan alike, and
    /// `input needed` of a question; which of them it is, other sources tell.
    private static func state(waitingFor word: String) -> AgentState {
        if word.hasPrefix("approve ") { return ClaudeToolSubject.state(asking: String(word.dropFirst(8))) }
        return switch word {
        case "permission prompt", "worker request", "sandbox request": .permission
        case "input needed": .question
        default: .dialog
        }
    }
}

extension ClaudeAgent {
    package func sessionFile(of agent: ProcessIdentity, environment: [String: String]) -> String? {
        let folder = Self.folder(
            environment, home: environment["HOME"] ?? "", directory: environment["PWD"] ?? "/")
        return "\(folder)/sessions/\(agent.pid).json"
    }

    package func reading(ofSessionFile bytes: [UInt8], agent: ProcessIdentity) -> Signal<SessionFileReading>? {
        ClaudeSessionFile(bytes, of: agent)?.reading
    }

    /// `sessionId` changes with `/clear`, at once.
    package func currentConversation(
        of agent: ProcessIdentity, environment: [String: String]
    ) -> ConversationID? {
        guard let path = sessionFile(of: agent, environment: environment),
            let bytes = try? Files.read(path, limit: ClaudeSessionFile.limit),
            let file = ClaudeSessionFile(bytes, of: agent)
        else { return nil }
        // While it resumes, a Claude names an id here that is never used; its status comes after the right one.
        guard file.status != nil else { return nil }
        return file.sessionId.flatMap { ConversationID($0) }
    }
}
