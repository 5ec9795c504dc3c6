import Model
import Testing

@testable import Config

@Suite("config.toml, mutated")
struct ConfigurationFuzzTests {
    /// xorshift64*: the same documents in every run of one seed.
    struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state ^= state >> 12
            state ^= state << 25
            state ^= state >> 27
            return state &* 2_685_821_657_736_338_717
        }
    }

    private static let seeds =
        ConfigurationDocumentTests.edits.flatMap { [$0.before, $0.after] } + [
            ConfigurationDocument.template,
            "[agents]\nenvironment = { A = \"1\", 'B' = '''x''' }\npaths.claude = \"/x\"\n[log]\nlevel = \"info\"\n",
            "log.level = \"debug\"\n[fleet]\nwidth = 80 # \"\n[tmux]\nsocket = \"a\\\"b\"\n[agents.paths]\n",
        ]

    private static let pieces = [
        "\n", "\r\n", "\r", "#", "# width = 3\n", "\"", "'", "\"\"\"", "'''", "[", "]", "[[", "]]", "{", "}", ",", ".",
        "=",
        " ", "\t", "\\", "\\u0000", "\\u00e9", "[fleet]\n", "[agents]\n", "[agents.environment]\n", "width = 80\n",
        "fleet.width = 90\n", "environment.A = \"1\"\n", "A = \"\"\"\n# x\n\"\"\"\n", "fleet = {}\n", "ü", "\u{0}",
        "\u{FEFF}",
        "1979-05-27 07:32:00", "0x10", "true", "-", "_", "agents", "log", "level", "\"level\"", "x", "[ 'log' ]\n",
    ]

    private static let wishes = [
        ("budget.sessionPerDay", "2.5"), ("prices.gpt-5.1.input", "0.3"), ("tmux.socket", "a # \"b\" ='x'"),
        ("fleet.width", "123"), ("log.level", "trace"), ("agents.default", "demo"),
        ("agents.remoteControl", "on"), ("agents.environment.A", "1\n2"), ("agents.environment.NEW", ""),
        ("agents.paths.claude", "/opt/c"), ("events.keep", "777"), ("fleet.stopGrace", "0"),
    ]

    private static func mutated(_ dice: inout Dice) -> [UInt8] {
        var bytes = Array((seeds.randomElement(using: &dice) ?? "").utf8)
        for _ in 0..<Int.random(in: 0...4, using: &dice) {
            let at = Int.random(in: 0...bytes.count, using: &dice)
            let end = min(bytes.count, at + Int.random(in: 0...12, using: &dice))
            switch Int.random(in: 0..<5, using: &dice) {
            case 0: bytes.removeSubrange(at..<end)
            case 1: bytes.insert(contentsOf: bytes[at..<end], at: Int.random(in: 0...bytes.count, using: &dice))
            case 2 where at < bytes.count: bytes[at] = UInt8.random(in: .min ... .max, using: &dice)
            default: bytes.insert(contentsOf: Array((pieces.randomElement(using: &dice) ?? "").utf8), at: at)
            }
        }
        return bytes
    }

    @Test(
        "20,000 documents crash nothing, and what can be read can be edited to exactly what was wished",
        arguments: 1...4)
    func mutations(seed: UInt64) throws {
        var dice = Dice(state: seed &* 0x9E37_79B9_7F4A_7C15)
        var readable = 0
        for _ in 0..<5_000 {
            let bytes = Self.mutated(&dice)
            let wish = Self.wishes.randomElement(using: &dice) ?? Self.wishes[0]
            guard let text = String(validating: bytes, as: UTF8.self),
                var document = try? ConfigurationDocument(text: text)
            else {
                let error = failure { () throws(CcmuxError) in try Configuration.parse(bytes, name: "x") }
                #expect(error?.code == .configuration)
                continue
            }
            readable += 1
            var expected = document.configuration
            try apply(wish, to: &expected)
            let error = failure { () throws(CcmuxError) in try document.set(wish.0, value: wish.1) }
            #expect(error == nil, "\(wish.0) in:\n\(text)\n\(error?.message ?? "")")
            let reread = try Configuration.parse(Array(document.text.utf8), name: "x")
            #expect(reread == expected, "\(wish.0) in:\n\(text)\nbecame:\n\(document.text)")
            // Comments stay: whatever stood behind a hash and was no assignment stands there still.
            #expect(comments(document.text).isSuperset(of: comments(text).filter { !$0.contains("=") }))

            let takenBack = failure { () throws(CcmuxError) in try document.unset(wish.0) }
            #expect(takenBack == nil, "\(wish.0) in:\n\(document.text)\n\(takenBack?.message ?? "")")
            #expect(try document.get(wish.0) == nil)
        }
        // Otherwise the half of the test that matters has not run.
        #expect(readable > 1000)
    }

    /// Through the table of keys, independent of text.
    private func apply(_ wish: (String, String), to configuration: inout Configuration) throws {
        let target = try ConfigurationTarget(wish.0)
        switch target.key.value {
        case .text(let path, _), .choice(let path, _): configuration[keyPath: path] = wish.1
        case .integer(let path, _): configuration[keyPath: path] = try #require(Int(wish.1))
        case .decimal(let path, _): configuration[keyPath: path] = try #require(Double(wish.1))
        case .flag(let path): configuration[keyPath: path] = wish.1 == "true"
        case .list(let path, _): configuration[keyPath: path] = [wish.1]
        case .command(let path, _): configuration[keyPath: path] = .shell(wish.1)
        case .table(let path, _, _): configuration[keyPath: path][try #require(target.member)] = wish.1
        }
    }

    /// Lines that are a comment and nothing else, outside of texts over several lines as far as that is simple.
    private func comments(_ text: String) -> Set<String> {
        guard !text.contains("\"\"\""), !text.contains("'''") else { return [] }
        let lines = text.split(whereSeparator: \.isNewline).map(\.description)
        return Set(lines.filter { $0.drop { $0 == " " || $0 == "\t" }.hasPrefix("#") })
    }
}
