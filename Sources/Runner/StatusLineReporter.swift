package import Model
package import Platform

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// `ccmux _statusline`: stands in for the user's own status line, so that the daemon learns which model answers and how
/// full its context is. It tells that, and then becomes the user's command: what that prints, how it ends and how the
/// agent treats it when it hangs is as it would be without us.
package enum StatusLineReporter {
    private static let payloadLimit = 16 << 20
    /// Seconds for the daemon to take a report: the user's status line must not wait for it.
    private static let patience = 0.005
    /// Seconds after which the user's command is ended.
    private static let limit: UInt32 = 30
    /// Seconds between two reports: what changes meanwhile is told with the next draw.
    private static let interval = 1.0

    /// - Parameters:
    ///   - given: the user's command where it came with their own `--settings`; else it is looked up in their files,
    ///     each time, so that it can be changed while the agent runs.
    package static func main(command given: String?, environment: [String: String]) -> Int32 {
        guard let input = try? Files.readStandardInput(limit: payloadLimit) else { return 0 }
        let payload = try? JSONDecoder().decode(StatusLinePayload.self, from: Data(input))
        let home = try? HomeLayout(environment: environment)
        if let payload, let home, let id = environment["CCMUX_SESSION_ID"].flatMap({ SessionID($0) }),
            let nonce = environment["CCMUX_NONCE"]
        {
            tell(payload, of: id, nonce: nonce, in: home)
        }
        let project = payload?.workspace?.project_dir ?? payload?.cwd
        guard
            let command = given ?? UserStatusLine.command(folder: folder(environment), project: project),
            offer(input, asideIn: home?.runFolder)
        else { return 0 }
        // Claude ends one that hangs when it starts the next, but not every version does when it ends itself.
        alarm(limit)
        try? replaceProcess(["/bin/sh", "-c", command])
        return 0
    }

    /// The agent's own directory is this process's too.
    private static func folder(_ environment: [String: String]) -> String {
        guard let given = environment["CLAUDE_CONFIG_DIR"], !given.isEmpty else {
            return (environment["HOME"] ?? "") + "/.claude"
        }
        return given
    }

    /// Where it is kept what was told last of a session; goes with the session.
    package static func memory(of id: SessionID, in home: HomeLayout) -> String { "\(home.runFolder)/\(id).status" }

    /// Tells what is new. Nothing is spooled: what is not taken now is out of date soon.
    private static func tell(_ payload: StatusLinePayload, of id: SessionID, nonce: String, in home: HomeLayout) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(payload.told) else { return }
        // Another launch of the agent is told anew.
        let text = nonce + "\n" + String(decoding: data, as: UTF8.self)
        let memory = memory(of: id, in: home)
        if let before = try? Files.read(memory, limit: 1 << 16) {
            if before.elementsEqual(text.utf8) { return }
            if let stamp = Files.stamp(of: memory), abs(wallClock().seconds(since: stamp.modified)) < interval {
                return
            }
        }
        let report = Report(
            session: id, nonce: nonce, sequence: nil, at: wallClock(),
            content: .hook(.init(payload: String(decoding: data, as: UTF8.self))))
        guard ReportSender(home: home, timeout: patience).mention(report) else { return }
        try? Files.replace(memory, with: Array(text.utf8), durable: false)
    }

    /// Makes standard input give `input` once more, whatever its length.
    private static func offer(_ input: [UInt8], asideIn folder: String?) -> Bool {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return false }
        defer { close(ends[0]) }
        // A pipe holds 64 KiB, where it is not less: nobody reads yet, so what does not fit would hold us up for ever.
        _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
        let written = input.withUnsafeBytes { write(ends[1], $0.baseAddress, $0.count) }
        close(ends[1])
        if written == input.count { return dup2(ends[0], 0) == 0 }
        guard let folder else { return false }
        let path = "\(folder)/status-line.\(getpid()).tmp"
        let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        defer { close(file) }
        unlink(path)
        guard (try? Files.write(input, to: file, name: path)) != nil, lseek(file, 0, SEEK_SET) == 0 else {
            return false
        }
        return dup2(file, 0) == 0
    }
}

/// What Claude hands to a status line's command, as far as it is used (2.1.1 has no `used_percentage`).
private struct StatusLinePayload: Decodable {
    let cwd: String?
    let model: Named?
    let workspace: Workspace?
    let cost: Cost?
    let context_window: Window?

    /// What is reported.
    var told: Told { Told(model: model, cost: cost, context_window: context_window) }

    struct Told: Encodable {
        let ccmux_event = "StatusLine"
        let model: Named?
        let cost: Cost?
        let context_window: Window?
    }

    struct Named: Codable {
        let id: String?
        let display_name: String?
    }

    struct Workspace: Decodable {
        let project_dir: String?
    }

    struct Cost: Codable {
        let total_cost_usd: Double?
    }

    struct Window: Codable {
        let context_window_size: Int64?
        let current_usage: Usage?
        let used_percentage: Double?
    }

    struct Usage: Codable {
        let input_tokens: Int64?
        let cache_creation_input_tokens: Int64?
        let cache_read_input_tokens: Int64?
    }
}
