import Config
import Model
import Status
import TestSupport
import Testing

@testable import Agents

@Suite struct DefinedScreenTests {
    private static let moment = Timestamp(milliseconds: 1_795_255_200_000)

    private func kind(_ text: String) throws -> DefinedAgentKind {
        let folder = try TemporaryFolder()
        try folder.write("mine.toml", text)
        let found = withExtendedLifetime(folder) { DefinedAgentKinds.load(folder: folder.path) }
        return try #require(found.kinds.first)
    }

    private func read(_ kind: DefinedAgentKind, _ rows: [String]) -> ScreenReading {
        let capture = rows.joined(separator: "\n") + "\n"
        return kind.reading(of: ScreenText(capture: Array(capture.utf8), width: 100), at: Self.moment, zone: "UTC")
    }

    /// A word for each scene, so that tables read well.
    private func word(_ reading: ScreenReading) -> String {
        switch reading.scene {
        case .menu(let menu): menu.kind.rawValue
        case .composer: reading.draft == nil ? "composer" : "draft"
        case .working: "working"
        case .blank: "blank"
        case .unclear: "unclear"
        case .compacting: "compacting"
        case .gone: "gone"
        }
    }

    private static let sample = """
        command = 'tool'
        [screen]
        composer = '^❯( |$)'
        belowComposer = 2
        working = '^⠋ '
        permission = '^Allow .*\\?$'
        question = '^Question:'
        menu = '^Select'
        limited = '^Usage limit'
        error = '^Error: '
        """

    @Test(arguments: [
        ("blank", []), ("blank", ["", "  "]),
        ("unclear", ["hello"]), ("unclear", ["say ❯ x", " ❯ x"]),
        ("composer", ["❯"]), ("composer", ["text", "❯ ", "status", "bar"]),
        ("composer", ["❯", "", "", "status", "", "bar"]),
        // More below than a footer: a prompt in the history.
        ("unclear", ["❯ old", "a", "b", "c"]),
        // A composer that is always there, with the turn above it.
        ("working", ["⠋ thinking", "❯", "status"]), ("working", ["❯ old", "⠋ thinking"]),
        ("permission", ["⠋ thinking", "Allow rm?", "  yes"]), ("question", ["Question: which", "a", "b"]),
        ("dialog", ["Select one", "a"]),
        // The more exact word names a menu, wherever its row stands.
        ("permission", ["Allow rm?", "yes", "Select with enter"]),
        // What stands above a composer or a working row was answered, or is quoted.
        ("composer", ["Allow rm?", "❯"]), ("working", ["Allow rm?", "⠋ thinking"]),
        ("composer", ["● It says:", "Question: x", "❯", "bar"]),
        // Twelve rows, blank ones counted.
        ("working", ["⠋ a"] + Array(repeating: "x", count: 11)),
        ("unclear", ["⠋ a"] + Array(repeating: "x", count: 12)),
        ("unclear", ["⠋ a"] + Array(repeating: "", count: 11) + ["x"]),
        ("working", ["⠋ a", "", "", "", ""]),
    ])
    func `the live rows decide by their structure`(expected: String, rows: [String]) throws {
        #expect(word(read(try kind(Self.sample), rows)) == expected, "\(rows)")
    }

    @Test func `rows below a menu's row are counted where the file says so`() throws {
        let mine = try kind(Self.sample + "\nbelowMenu = 0")
        #expect(word(read(mine, ["Allow rm?"])) == "permission")
        #expect(word(read(mine, ["Allow rm?", "ok, removing"])) == "unclear")
    }

    @Test(arguments: [
        ("❯", nil), ("❯ ", nil), ("❯ hello you", "hello you"), ("❯ \u{1B}[2mtry this\u{1B}[0m", nil),
        ("\u{1B}[35m❯\u{1B}[0m hello", "hello"), ("❯ hello            │", "hello"), ("❯                  │", nil),
    ])
    func `what a person typed stands behind the composer's sign, and is not faint`(row: String, draft: String?) throws {
        let reading = read(try kind(Self.sample), ["x", row, "status"])
        #expect(reading.scene == .composer)
        #expect(reading.draft == draft)
    }

    @Test func `a limit and an error say how the last turn ended`() throws {
        let mine = try kind(Self.sample)
        let limited = read(mine, ["Usage limit reached, resets 3pm (UTC)", "", "❯"])
        #expect(limited.scene == .composer)
        guard case .limited(let limit, isCertain: true)? = limited.notice else {
            Issue.record("\(limited)")
            return
        }
        #expect(limit.until == Timestamp(milliseconds: 1_795_273_200_000))
        #expect(read(mine, ["Error: no network", "❯"]).notice == .failed(.other, "Error: no network"))
        #expect(read(mine, ["Error: no network"]).scene == .unclear)
        #expect(read(mine, ["Error: no network"]).notice != nil)
        #expect(read(mine, ["Error: no network", "⠋ again"]).notice == nil)
        // Of the turn before.
        #expect(read(mine, ["Error: no network", "❯ again", "fine", "❯"]).notice == nil)
        #expect(read(mine, ["❯ again", "Error: no network", "❯", "status"]).notice != nil)
    }

    @Test func `ready is enough for a program without a composer`() throws {
        let mine = try kind("command = 'x'\n[screen]\nready = '^Ready'\nworking = '^Busy'")
        #expect(word(read(mine, ["Ready", "a", "b", "c", "d", "e", "f"])) == "composer")
        #expect(word(read(mine, ["Ready", "Busy"])) == "working")
    }

    @Test func `a menu is handed on with its options and what it asks`() throws {
        let reading = read(
            try kind(Self.sample),
            ["Allow rm -rf x?", "", "❯ 1. Yes", "  2. No", "", "Enter to confirm · Esc to cancel"])
        // The cursor looks like this tool's composer; with another sign for it there is none.
        #expect(word(reading) != "working")
        let other = try kind("command = 'x'\n[screen]\npermission = '^Allow'")
        guard
            case .menu(let menu) = read(
                other, ["Allow rm -rf x?", "", "❯ 1. Yes", "  2. No", "", "Enter to confirm · Esc to cancel"]
            ).scene
        else {
            Issue.record("no menu")
            return
        }
        #expect(menu.question == "Allow rm -rf x?")
        #expect(menu.options.map(\.label) == ["Yes", "No"])
    }

    @Test func `a kind without patterns knows nothing`() throws {
        let mine = try kind("command = 'x'")
        #expect(read(mine, []).scene == .blank)
        #expect(read(mine, ["> "]).scene == .unclear)
    }

    @Test func `what no pattern says is asked of the kind that is extended`() throws {
        let mine = try kind("extends = 'claude'\n[screen]\nworking = '^MY SPINNER'")
        #expect(read(mine, ["MY SPINNER"]).scene == .working)
        let rows = ["● done", "", "❯ "]
        let text = ScreenText(capture: Array((rows.joined(separator: "\n") + "\n").utf8), width: 100)
        #expect(read(mine, rows) == ClaudeAgent().reading(of: text, at: Self.moment, zone: "UTC"))
    }

    @Test func `bytes that are no text, and endless rows, are borne`() throws {
        let mine = try kind(Self.sample)
        let lines: [[UInt8]] = [
            Array(repeating: 0xFF, count: 5000), Array(String(repeating: "Allow ", count: 20_000).utf8),
            [0x1B, 0x5B] + Array(repeating: 0x31, count: 5000), Array("❯ ".utf8) + [0xE2, 0x9D],
        ]
        for count in 1...lines.count {
            _ = mine.reading(of: ScreenText(lines: Array(lines.prefix(count)), width: 80), at: Self.moment, zone: nil)
        }
        #expect(mine.reading(ofTitle: String(repeating: "x", count: 1_000_000)) == .silent)
    }
}
