import ArgumentParser
import Client
import Testing

@testable import Commands

@Suite("Manual pages")
struct ManualPageTests {
    private func pages() throws -> [String: String] {
        let dump = try JSONCoding.decode(HelpDump.self, from: RootCommand._dumpHelp().utf8)
        return Dictionary(uniqueKeysWithValues: ManualPage.all(dump.command).map { ($0.name, $0.text) })
    }

    @Test("There is a page for every command that the help shows, and none for a hidden one")
    func all() throws {
        let names = Set(try pages().keys)
        #expect(
            names.isSuperset(of: RootCommand.shownCommandNames.map { "ccmux-\($0)" } + ["ccmux", "ccmux-daemon-run"]))
        #expect(!names.contains { $0.contains("_") || $0.contains("help") })
    }

    @Test("A page names its options, its examples apart from its prose")
    func page() throws {
        let page = try #require(try pages()["ccmux-new"])
        #expect(page.contains(".Nm ccmux new\n"))
        #expect(page.contains(".It Fl \\-no\\-start\n"))
        #expect(page.contains(".Op Fl \\-env Ar K=V ...\n"))
        #expect(page.contains(".Op Fl \\- Ar flags ...\n"))
        let lines = page.split(separator: "\n")
        let examples = try #require(lines.firstIndex(of: ".Sh EXAMPLES"))
        #expect(lines[examples + 2] == "ccmux new api")
        #expect(!page.contains("EXAMPLES:"))
    }

    @Test(
        "No text is taken for a macro or an escape",
        arguments: [(".Sh X", "\\&.Sh X"), ("a\\b", "a\\eb"), ("'x", "\\(aqx"), ("-n", "\\-n")])
    func escapes(_ text: String, _ expected: String) {
        #expect(ManualPage.escaped(text) == expected)
    }
}
