import Agents
import Model
import Platform
import Status

/// `read-screen FILE|- --agent KIND [--title T] [--width W] [--json]`: what a capture shows, from the screen and the
/// title alone.
struct ReadScreenVerb {
    let catalog: AgentCatalog

    private struct Arguments {
        var file = ""
        var agent = ""
        var title: String?
        var width: Int?
        var json = false
    }

    func main(_ arguments: [String]) throws(CcmuxError) {
        let asked = try Self.parse(arguments)
        let kind = try catalog.required(asked.agent)
        let screen = ScreenText(capture: try Self.bytes(of: asked.file), width: asked.width)
        let verdict = Self.verdict(of: screen, title: asked.title, kind: kind, now: wallClock())
        if asked.json {
            try JSONOutput.print(verdict)
        } else {
            Output.line(Self.text(verdict))
        }
    }

    /// The same for a screen that has stood for a while.
    static func verdict(of screen: ScreenText, title: String?, kind: any AgentKind, now: Timestamp) -> ScreenVerdict {
        let reading = kind.reading(of: screen, at: now, zone: nil)
        var now = now
        // It was captured while the limit held, whenever that was.
        if case .limited(let limit, _) = reading.notice, let until = limit.until {
            now = min(now, until.adding(seconds: -1))
        }
        let since = now.adding(seconds: -60)
        var signals = Signals()
        signals.take(screen: Signal(reading, since: since, seen: now))
        if let title { signals.take(title: Signal(kind.reading(ofTitle: title), since: since, seen: now)) }
        let verdict = StatusEngine.verdict(process: nil, signals: signals, now: now)
        return ScreenVerdict(
            agent: kind.name, status: verdict.status, rule: verdict.rule.rawValue, reason: verdict.reason,
            rows: reading.rows)
    }

    // MARK: Input

    private static func parse(_ words: [String]) throws(CcmuxError) -> Arguments {
        var result = Arguments()
        var rest = words[...]
        while let word = rest.popFirst() {
            switch word {
            case "--json": result.json = true
            case "--agent", "--title", "--width":
                guard let value = rest.popFirst() else { throw CcmuxError(.invalid, "\(word) takes a value.") }
                switch word {
                case "--agent": result.agent = value
                case "--title": result.title = value
                default:
                    guard let width = Int(value), (1...10_000).contains(width) else {
                        throw CcmuxError(.invalid, "'\(value.prefix(40))' is not a number of columns.")
                    }
                    result.width = width
                }
            default:
                guard result.file.isEmpty else {
                    throw CcmuxError(.invalid, "One capture at a time.", advice: "ccmux read-screen --help")
                }
                result.file = word
            }
        }
        return result
    }

    private static let limit = 4 << 20

    private static func bytes(of file: String) throws(CcmuxError) -> [UInt8] {
        if file == "-" { return try Files.readStandardInput(limit: limit) }
        guard let bytes = try Files.read(file, limit: limit) else {
            throw CcmuxError(.notFound, "There is no file \(file).")
        }
        return bytes
    }

    // MARK: Output

    private static func text(_ verdict: ScreenVerdict) -> String {
        let status = verdict.status
        var lines = [status.state.rawValue + (status.detail.map { ": \($0)" } ?? "")]
        if let limit = status.limit {
            lines.append("  limit     \(limit.kind.rawValue), until \(limit.until?.rfc3339 ?? "nobody says when")")
        }
        if let error = status.error { lines.append("  error     \(error.rawValue)") }
        if let menu = status.menu {
            for option in menu.options {
                lines.append(
                    "  \(option.isSelected ? "❯" : " ") \(option.number.map { "\($0). " } ?? "")\(option.label)")
            }
        }
        if status.draft { lines.append("  draft     a text that was not sent") }
        if status.background { lines.append("  background work goes on") }
        lines.append("  rule      \(verdict.rule): \(verdict.reason)")
        lines += verdict.rows.map { "  row       \($0)" }
        return lines.joined(separator: "\n")
    }
}
