import Config
import Foundation
import Model
import Status
import TestSupport
import Testing

@testable import Agents

/// The files in `share/agents`, and rows of the real programs where those could be had.
@Suite struct DefinedExampleTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("share/agents").path

    private func loaded() throws -> DefinedAgentKinds {
        let folder = try TemporaryFolder()
        for name in ["aider", "gemini", "opencode", "glm", "generic"] {
            let text = try String(contentsOfFile: "\(Self.folder)/\(name).toml", encoding: .utf8)
            // `generic` is the name of what they all extend: the template is to be copied under another.
            try folder.write("\(name == "generic" ? "template" : name).toml", text)
        }
        return withExtendedLifetime(folder) { DefinedAgentKinds.load(folder: folder.path) }
    }

    @Test func `every example can be used as it is`() throws {
        let found = try loaded()
        #expect(found.problems.isEmpty, "\(found.problems.map(\.error.message))")
        #expect(found.kinds.map(\.name) == ["aider", "gemini", "glm", "opencode", "template"])
        #expect(found.kinds.first { $0.name == "glm" }?.base is ClaudeAgent)
    }

    @Test func `every comment in the template that is a key can be used`() throws {
        let text = try String(contentsOfFile: "\(Self.folder)/generic.toml", encoding: .utf8)
        // Without `extends`, and with what begins a key or a section freed of its hash.
        let lines = text.split(separator: "\n").compactMap { line -> Substring? in
            let body = line.drop { $0 == "#" || $0 == " " }
            let isKey = body.hasPrefix("[") || (body.split(separator: " ").dropFirst().first == "=")
            return isKey && !body.hasPrefix("extends") ? body : nil
        }
        #expect(lines.count > 20)
        let temporary = try TemporaryFolder()
        try temporary.write("all.toml", lines.joined(separator: "\n"))
        let found = withExtendedLifetime(temporary) { DefinedAgentKinds.load(folder: temporary.path) }
        #expect(found.problems.isEmpty, "\(found.problems.map(\.error.message))")
        #expect(found.kinds.first?.definition.screen.count == AgentDefinition.ScreenPart.allCases.count)
        #expect(found.kinds.first?.definition.title.count == AgentDefinition.TitlePart.allCases.count)
    }

    private static let rule = "\u{1B}[38;5;40m" + String(repeating: "─", count: 100)

    @Test(arguments: [
        // As aider 0.86.2 drew them.
        ("composer", ["Repo-map: using 4096 tokens, auto refresh", rule, ">"]),
        ("composer", ["Tokens: 2.5k sent, 7 received. Cost: $0.0077 message, $0.02 session.", rule, "ask>"]),
        ("draft", ["Repo-map: using 4096 tokens, auto refresh", rule, "> hello there"]),
        ("working", [rule, "> wait", "", "\u{1B}[39m        ░█ Waiting for anthropic/claude-sonnet-4-20250514"]),
        ("working", [rule, "> wait", "", "\u{1B}[39m    ░█     Waiting for anthropic/claude-sonnet-4-20250514"]),
        (
            "unclear",
            [rule, "> stream", "", "\u{1B}[38;5;33mline 12\u{1B}[39m", "", "\u{1B}[38;5;33mline 13\u{1B}[39m"]
        ),
        (
            "permission",
            [
                "\u{1B}[7mecho hi",
                "\u{1B}[0m\u{1B}[38;5;40m\u{1B}[49mRun shell command? (Y)es/(N)o/(D)on't ask again [Yes]:",
            ]
        ),
        (
            "permission",
            [
                "You can skip this check with --no-gitignore",
                "Add .aider* to .gitignore (recommended)? (Y)es/(N)o [Yes]:",
            ]
        ),
        ("unclear", ["Add .aider* to .gitignore (recommended)? (Y)es/(N)o [Yes]: y", "Added .aider* to .gitignore"]),
        (
            "error",
            [
                "> fail",
                "\u{1B}[38;5;196mlitellm.BadRequestError: AnthropicException - b'{\"type\": \"error\", \"error\": {\"type\":",
                "\"no fail\"}}'", rule, ">",
            ]
        ),
        // An answer that quotes its questions.
        ("composer", ["Run shell command? (Y)es/(N)o/(D)on't ask again [Yes]:", "Tokens: 2.5k sent", rule, ">"]),
        ("unclear", [">>>>>>> REPLACE"]),
        // In a pane of 60 columns.
        ("permission", ["Allow edits to file that has not been added to the chat? (Y)e", "s/(N)o [Yes]:"]),
        (
            "draft",
            [rule, "> a long draft that goes over the edge of a narrow pane and", "> into a second row and then some"]
        ),
    ])
    func `rows of the real aider are read right`(expected: String, rows: [String]) throws {
        let aider = try #require(try loaded().kinds.first { $0.name == "aider" })
        let capture = Array((rows.joined(separator: "\n") + "\n").utf8)
        let reading = aider.reading(
            of: ScreenText(capture: capture, width: 100), at: Timestamp(milliseconds: 0), zone: "UTC")
        let word =
            switch reading.scene {
            case .menu(let menu): menu.kind.rawValue
            case .composer: reading.notice != nil ? "error" : reading.draft != nil ? "draft" : "composer"
            case .working: "working"
            default: "unclear"
            }
        #expect(word == expected, "\(reading)")
    }
}
