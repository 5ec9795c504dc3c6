import Agents
import Foundation
import Model
import Status
import Testing

/// A screen of a real agent, with what was known when it was made (Tests/Lab/capture-states writes both).
struct Capture: CustomTestStringConvertible, Sendable {
    struct Truth: Decodable, Sendable {
        var agent: String
        var state: String
        var title: String?
        var width: Int?
        /// Unix seconds.
        var captured: Double?
        var options: [String]?
        /// Unix seconds.
        var limitUntil: Double?
        var limitKind: String?
        var errorKind: String?
        var question: String?
        /// What is unsent stands in the composer, whatever the state.
        var draft: Bool?
        var background: Bool?
        var retrying: Bool?
        /// The time zone that the agent ran in; UTC where it is not said.
        var zone: String?
        /// False where the screen does not tell the state.
        var screen: Bool?
    }

    /// `claude-2.1.1/permission`.
    var name: String
    var bytes: [UInt8]
    var truth: Truth

    var testDescription: String { name }
    var agent: String { String(name.prefix { $0 != "-" }) }
    var state: String { String(name.drop { $0 != "/" }.dropFirst()) }
    /// Without the size that may be in the name: `limited@80x24`.
    var stateAlone: String { String(state.prefix { $0 != "@" }) }
    var isTrap: Bool { state.hasPrefix("trap-") }

    var kind: any AgentKind {
        switch agent {
        case "codex": CodexAgent()
        case "demo": DemoAgentKind()
        default: ClaudeAgent()
        }
    }

    /// The first captures were made on one morning, and do not say when.
    var moment: Timestamp {
        truth.captured.map { Timestamp(seconds: $0) } ?? Timestamp(milliseconds: 1_795_258_800_000)
    }

    var screen: ScreenText { ScreenText(capture: bytes, width: truth.width ?? 120) }

    func reading(of screen: ScreenText? = nil) -> ScreenReading {
        kind.reading(of: screen ?? self.screen, at: moment, zone: truth.zone ?? Self.zones[stateAlone] ?? "UTC")
    }

    /// Where the record does not say it: read off the difference between the time shown and the true one.
    private static let zones = ["limited-zone": "America/New_York", "limited-weekly-zone": "Asia/Kolkata"]

    /// Without attributes, as `capture-pane -p` alone gives it.
    var plain: ScreenText {
        var screen = screen
        screen.lines = screen.lines.map(Self.plain)
        return screen
    }

    private static func plain(_ line: [UInt8]) -> [UInt8] {
        var plain: [UInt8] = []
        var at = 0
        while at < line.count {
            if line[at] == 0x1B, at + 1 < line.count, line[at + 1] == UInt8(ascii: "[") {
                at += 2
                while at < line.count, !(0x40...0x7E).contains(line[at]) { at += 1 }
            } else {
                plain.append(line[at])
            }
            at += 1
        }
        while plain.last == 0x20 { plain.removeLast() }
        return plain
    }

    /// Every capture in the folder, or in the one that `CCMUX_CAPTURES` names.
    static let all: [Capture] = {
        let own = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Captures")
        let folder = ProcessInfo.processInfo.environment["CCMUX_CAPTURES"].map { URL(fileURLWithPath: $0) } ?? own
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        var found: [Capture] = []
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "ansi", let bytes = try? Data(contentsOf: file),
                let json = try? Data(contentsOf: file.deletingPathExtension().appendingPathExtension("json")),
                let truth = try? JSONDecoder().decode(Truth.self, from: json)
            else { continue }
            let name = file.deletingPathExtension()
            found.append(
                Capture(
                    name: name.deletingLastPathComponent().lastPathComponent + "/" + name.lastPathComponent,
                    bytes: Array(bytes), truth: truth))
        }
        return found.sorted { $0.name < $1.name }
    }()
}

extension ScreenReading {
    /// The state that the screen alone shows, in the words of the captures: a draft is an idle agent's, an error the last
    /// word of a turn.
    var shown: String {
        switch scene {
        case .blank: return "blank"
        case .gone: return "exited"
        case .unclear: return "unclear"
        case .compacting: return "compacting"
        case .menu(let menu): return menu.kind.rawValue
        case .working: return "working"
        case .composer:
            switch notice {
            case .limited(_, isCertain: true): return "limited"
            case .failed: return "error"
            default: return draft == nil ? "idle" : "draft"
            }
        }
    }
}
