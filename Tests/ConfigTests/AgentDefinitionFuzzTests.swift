import Foundation
import Model
import Testing

@testable import Config

@Suite struct AgentDefinitionFuzzTests {
    private static let seeds = [
        "extends = 'a'\ncommand = ['x', \"y\"]\nflags = [\n  '-a', # one\n  '-b',\n]\n[screen]\nworking = ['^⠋', 'a{1,3}(b|c)*']\n",
        "command = \"x y\"\nenvironment = { A = '1', \"B\" = '''x''' }\n[title]\nidle = '^(a|[^b-d])+$'\n[conversation]\nfile = '/x'\n",
        "startupDelay = 1.5\nbegin = ['{conversation}']\npromptFlags = ['{prompt}']\nscreen.menu = \"\\\\(\\u00e9\"\nscreen.belowMenu = 3\n",
    ]

    private static let pieces = [
        "\n", "\r", "#", "\"", "'", "'''", "\"\"\"", "[", "]", "[[", "]]", "{", "}", ",", ".", "=", " ", "\\",
        "\\u0000", "ü", "\u{0}",
        "(", ")", "*", "{2,100}", "|", "^", "$", "[:alpha:]", "[^", "\\1", "screen", "title.idle = 'x'\n", "extends",
        "3", "-1.5", "true",
        "1979-05-27", "nan", "'{conversation}'", "[screen]\n", "[environment]\n", "A = '1'\n", "⠋", "\u{FEFF}",
    ]

    /// The number of files; `CCMUX_FUZZ` sets another.
    private static var count: Int { ProcessInfo.processInfo.environment["CCMUX_FUZZ"].flatMap { Int($0) } ?? 2000 }

    @Test func `whatever becomes of a file, it is read or refused with its place`() {
        var dice = ConfigurationFuzzTests.Dice(state: 20_261_121)
        for _ in 0..<Self.count {
            var bytes = Array((Self.seeds.randomElement(using: &dice) ?? "").utf8)
            for _ in 0...Int.random(in: 0..<6, using: &dice) {
                let at = Int.random(in: 0...bytes.count, using: &dice)
                let piece = Array((Self.pieces.randomElement(using: &dice) ?? "").utf8)
                switch Int.random(in: 0..<4, using: &dice) {
                case 0: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 0..<9, using: &dice)))
                case 1 where at < bytes.count: bytes[at] = UInt8.random(in: .min ... .max, using: &dice)
                default: bytes.insert(contentsOf: piece, at: at)
                }
            }
            let error = failure { () throws(CcmuxError) in try AgentDefinitionFile(bytes, name: "x", file: "x.toml") }
            guard let error else { continue }
            #expect(error.code == .configuration)
            #expect(error.message.hasPrefix("x.toml:"), "\(error.message)")
        }
    }
}
