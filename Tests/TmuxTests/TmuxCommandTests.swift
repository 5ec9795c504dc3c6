import Testing

@testable import Tmux

@Suite struct TmuxCommandTests {
    @Test("A line holds no byte that tmux's command language would take for its own")
    func line() {
        #expect(TmuxCommand("list-panes", "-t", "%3").line == [UInt8](#"list-panes -t "\0453""#))
        #expect(
            TmuxCommand("x", "", "a b", "a;b", "$HOME", "~").line == [UInt8](#"x "" "a b" "a\073b" "\044HOME" "\176""#))
        #expect(
            TmuxCommand("x", bytes: [[0xff, 0xc3, 0x0a, 0x22, 0x5c]]).line == [UInt8](#"x "\377"#) + [0xc3]
                + [UInt8](#"\012\042\134""#))
    }

    @Test("A word that ends in a semicolon is escaped for the argument list, and only then")
    func words() {
        let words = TmuxCommand("x", ";", "a;b", "a;", #"a\;"#).words.map { String(decoding: $0, as: UTF8.self) }
        #expect(words == ["x", #"\;"#, "a;b", #"a\;"#, #"a\\;"#])
    }

    @Test(
        "Formats are escaped so that they expand to the text itself",
        arguments: [
            ("a", "a"), ("#", "##"), ("##", "####"), ("#{pid}", "##{pid}"), ("#(touch x)", "##(touch x)"),
            ("#[bold]", "#[bold]"), ("##[", "##["), ("a#", "a##"),
        ])
    func formats(literal: String, escaped: String) {
        #expect(TmuxFormat.escaped(literal) == escaped)
    }

    @Test(
        "Only plain names are user options",
        arguments: [
            ("@a", true), ("@ccmux_id", true), ("@", false), ("a", false), ("@a b", false), ("@#(x)", false),
            ("@é", false),
        ])
    func options(name: String, isOption: Bool) {
        #expect(TmuxFormat.isUserOption(name) == isOption)
    }

    @Test("A command with a NUL byte is refused before it is sent")
    func nul() {
        #expect(TmuxRequest(TmuxCommand("set-buffer", "a\0b")).invalidity?.code == .invalid)
        #expect(TmuxRequest([]).invalidity?.code == .invalid)
        #expect(TmuxRequest(TmuxCommand("ls ; kill-server")).invalidity?.code == .invalid)
    }

    @Test(
        "tmux's complaints are told apart",
        arguments: [
            ("can't find pane: %9", TmuxError.Code.notFound), ("no such session: x", .notFound),
            ("duplicate session: x", .duplicateSession), ("no server running on /tmp/x", .serverGone),
            ("error connecting to /tmp/x (No such file or directory)", .serverGone),
            ("error connecting to /tmp/x (Permission denied)", .refused),
            ("protocol version mismatch (client 8, server 7)", .versionMismatch), ("what?", .refused),
        ])
    func errors(message: String, code: TmuxError.Code) {
        #expect(TmuxError(message: message, command: "x").code == code)
    }

    @Test(
        "Versions are read and judged",
        arguments: [
            ("tmux 3.3a", true), ("tmux 3.2", true), ("tmux 3.1c", false), ("tmux 2.9a", false),
            ("tmux next-3.6", true),
            ("tmux master", true), ("tmux openbsd-7.4", true), ("tmux openbsd-6.6", false), ("tmux 10.0", true),
            ("tmux 3.10", true),
        ])
    func versions(line: String, isSupported: Bool) throws {
        #expect(try #require(TmuxVersion(line: line)).isSupported == isSupported)
    }

    @Test("What is not tmux's version is not taken for one")
    func noVersion() {
        #expect(TmuxVersion(line: "screen 4.9") == nil)
        #expect(TmuxVersion(line: "") == nil)
    }

    @Test(
        "Ids are read as tmux writes them and in no other way",
        arguments: [
            ("%3", true), ("%", false), ("3", false), ("%-3", false), ("%3 ", false), ("$3", false),
            ("%99999999999999", false),
        ])
    func ids(text: String, isPane: Bool) {
        #expect((PaneID(text) != nil) == isPane)
    }
}

@Suite struct OneShotChainTests {
    private func outcome(_ output: String, error: String = "") -> OneShot.Outcome {
        OneShot.Outcome(output: [UInt8](output), errorText: error, succeeded: error.isEmpty)
    }

    @Test("A chain's output is divided at our words, and stops at the first that failed")
    func results() throws {
        let requests = ["a", "b", "c"].map { TmuxRequest(TmuxCommand($0)) }
        let chain = OneShotChain(fitting: requests[...], nonce: "n")
        let words = chain.words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
        #expect(
            words
                == "a ; display-message -p -- ccmux-n-0 ; b ; display-message -p -- ccmux-n-1 ; c ; display-message -p -- ccmux-n-2"
        )
        let all = chain.results(outcome("1\nccmux-n-0\nccmux-n-1\n3\n4\nccmux-n-2\n"))
        let texts = try all.map { try $0.get().text }
        #expect(texts == ["1", "", "3\n4"])
        let some = chain.results(outcome("1\nccmux-n-0\n", error: "can't find pane: %9\n"))
        #expect(some.count == 2)
        #expect(throws: TmuxError(.notFound, command: "b", message: "can't find pane: %9")) { try some[1].get() }
    }

    @Test("A chain is no longer than tmux takes, and a compound request stands alone")
    func division() {
        let long = TmuxRequest(TmuxCommand("x", String(repeating: "y", count: 6000)))
        let compound = TmuxRequest([TmuxCommand("a"), TmuxCommand("b")])
        #expect(OneShotChain(fitting: [long, long, long, long], nonce: "n").words.count == 7 + 1 + 7)
        #expect(OneShotChain(fitting: [compound, long], nonce: "n").words.count == 3 + 1 + 4)
    }
}
