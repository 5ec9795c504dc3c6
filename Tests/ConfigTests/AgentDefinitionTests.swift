import Model
import Platform
import Testing

@testable import Config

@Suite struct AgentDefinitionTests {
    private func parse(_ text: String) throws(CcmuxError) -> AgentDefinition {
        try AgentDefinitionFile(Array(text.utf8), name: "mine", file: "mine.toml").definition
    }

    @Test func `every key is read`() throws {
        let found = try parse(
            #"""
            extends = "base" # another file
            command = ["prog", "run it"]
            install = "get it"
            startupDelay = 2.5
            flags = ["-v", ""]
            begin = ["--id", "{conversation}"]
            resume = ["--resume", "{conversation}"]
            promptFlags = ["--prompt={prompt}"]
            environment = { A = "1", "B_2" = "x\ny" }
            [conversation]
            file = "~/x/{conversation}.jsonl"
            line = ['"role":"user"']
            [screen]
            composer = '^❯ ?$'
            working = ['^⠋', "esc to \\(interrupt"]
            belowComposer = 3
            belowMenu = 0
            [title]
            idle = "^ok"
            """#)
        var expected = AgentDefinition(name: "mine")
        expected.extends = "base"
        expected.command = ["prog", "run it"]
        expected.install = "get it"
        expected.startupDelay = 2.5
        expected.flags = ["-v", ""]
        expected.begin = ["--id", "{conversation}"]
        expected.resume = ["--resume", "{conversation}"]
        expected.promptFlags = ["--prompt={prompt}"]
        expected.environment = ["A": "1", "B_2": "x\ny"]
        expected.conversation = .init()
        expected.conversation?.file = "~/x/{conversation}.jsonl"
        expected.conversation?.line = [#""role":"user""#]
        expected.screen = [
            .composer: [try Pattern("^❯ ?$")], .working: [try Pattern("^⠋"), try Pattern(#"esc to \(interrupt"#)],
        ]
        expected.belowComposer = 3
        expected.belowMenu = 0
        expected.title = [.idle: [try Pattern("^ok")]]
        #expect(found == expected)
    }

    @Test(arguments: [
        ("aider", ["aider"]), ("/opt/x/bin/agent", ["/opt/x/bin/agent"]),
        ("npx -y  @org/agent@1.2", ["npx", "-y", "@org/agent@1.2"]),
    ])
    func `a command can be a text without quotes`(text: String, words: [String]) throws {
        #expect(try parse("command = \"\(text)\"").command == words)
    }

    @Test func `an empty file says nothing, and a whole number of seconds is one`() throws {
        #expect(try parse("") == AgentDefinition(name: "mine"))
        #expect(try parse("startupDelay = 0").startupDelay == 0)
    }

    @Test(arguments: [
        // text, line, words of the message
        // Syntax
        ("command = \"open\n", 1, "no closing quote"), ("\n[screen\n", 2, "']' is missing"),
        ("flags = [\n\"a\",\n", 3, "missing"),
        ("a = 1\u{0}", 1, "NUL"), ("command = 'a'\ncommand = 'b'\n", 2, "command"),
        // Unknown keys
        ("comand = 'x'", 1, "there is no key 'comand'"), ("\n[screen]\nworkign = 'x'", 3, "'screen.workign'"),
        ("[sceren]\n\nworking = 'x'", 1, "'sceren.working'"), ("nothing = 1", 1, "'nothing'"),
        ("[title]\nready = 'x'", 2, "'title.ready'"), ("screen.working.x = 'a'", 1, "not a table"),
        // Types
        ("extends = 3", 1, "'extends' must be an agent kind"), ("extends = 'Claude'", 1, "lower-case letters"),
        ("extends = ''", 1, "an agent kind"), ("install = \"a\\nb\"", 1, "one line"), ("install = []", 1, "not a list"),
        ("flags = 'x'", 1, "must be a list of texts, not a text"),
        ("flags = ['a', 1]", 1, "there is a whole number in it"),
        ("flags = [['a']]", 1, "there is a list in it"), ("startupDelay = '2'", 1, "not a text"),
        ("startupDelay = 121", 1, "a number from 0 to 120"), ("startupDelay = -0.5", 1, "from 0 to 120"),
        ("startupDelay = nan", 1, "from 0 to 120"), ("startupDelay = true", 1, "not true or false"),
        ("screen = 'x'", 1, "'screen' must be a table, not a text"), ("[[screen]]\nworking = 'x'", 1, "not a list"),
        ("[screen]\nbelowMenu = 13", 2, "a whole number from 0 to 12"),
        ("[screen]\nbelowMenu = 1.5", 2, "with fractions"),
        ("environment = 'A=1'", 1, "a table of"),
        ("[environment]\nA = 1", 2, "'environment.A' must be a text in quotes"),
        ("[environment]\n'A=B' = '1'", 2, "a variable's name"), ("[environment]\nA = \"\\u0000\"", 2, "NUL"),
        // Commands
        ("command = ''", 1, "must begin with a program's name"), ("command = []", 1, "must begin with"),
        ("command = ['']", 1, "must begin with"), ("command = './x'", 1, "its absolute path"),
        ("command = ['-x']", 1, "must begin with"), ("command = 'a | b'", 1, "no shell reads it"),
        ("command = 'a $HOME'", 1, "no shell reads it"), ("command = \"a 'b c'\"", 1, "no shell reads it"),
        ("command = 'FOO=1; x'", 1, "no shell reads it"), ("command = 7", 1, "not a whole number"),
        // Placeholders
        ("flags = ['{conversation}']", 1, "'begin' and 'resume' can"),
        ("begin = ['--id={conversation}']", 1, "of its own"),
        ("resume = ['{prompt}']", 1, "'promptFlags' can"),
        ("promptFlags = ['{conversation}']", 1, "'begin' and 'resume'"),
        ("command = ['x', '{prompt}']", 1, "'promptFlags' can"),
        ("begin = [\"\(String(repeating: "x", count: 5000))\"]", 1, "4096"),
        ("[conversation]\nfile = 'x'", 2, "begins with '/', '~/' or '{directory}/'"),
        ("[conversation]\nline = 'x'", 2, "a list of texts"), ("[conversation]\nline = []", 2, "at least one text"),
        ("[conversation]\nline = ['']", 2, "no empty one"),
        // Patterns
        ("[screen]\nworking = 3", 2, "must be a pattern, or a list of patterns"),
        ("[screen]\nmenu = ['a', 1]", 2, "a list of patterns"),
        (
            "[screen]\n\nmenu = '('", 3,
            "the pattern of 'screen.menu' cannot be used: an alternative or a group is empty"
        ),
        (
            "[screen]\nerror = ['a', '(b']", 2,
            "pattern 2 of 'screen.error' cannot be used: ')' is missing (character 2)"
        ),
        ("[title]\nidle = 'x*'", 2, "matches every row"), ("[title]\nidle = '(a)\\1'", 2, "no back-references"),
        ("[screen]\nready = 'a{1000}'", 2, "greater than 100"),
        ("[screen]\nready = [\(String(repeating: "'x',", count: 60))]", 2, "more than 50"),
    ])
    func `what cannot be used is refused with file, line and key`(text: String, line: Int64, words: String) throws {
        let error = failure { () throws(CcmuxError) in try parse(text) }
        #expect(error?.code == .configuration)
        #expect(
            error?.message.hasPrefix("mine.toml:\(line):") == true,
            "\(error?.message ?? "accepted") for \(text.prefix(60))")
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "accepted") for \(text.prefix(60))")
        #expect(error?.details?["line"] == .integer(line))
        #expect(error?.advice != nil)
        #expect(error?.advice?.contains("config show") == false)
    }

    @Test(arguments: [
        ("comand", "command"), ("screen.compser", "screen.composer"), ("working", "screen.working"),
        ("titel.idle", "title.idle"),
        ("env.idle", "title.idle"), ("enviroment", "environment"), ("startup_delay", "startupDelay"),
        ("Flags", "flags"),
        ("conversation.lines", "conversation.line"), ("sceren", "screen"),
    ])
    func `a key that is nearly one is answered with that one`(wrong: String, right: String) {
        let error = failure { () throws(CcmuxError) in try parse("\(wrong) = 'x'") }
        #expect(error?.advice == "Did you mean '\(right)'?", "\(error?.message ?? "accepted")")
    }

    @Test func `of several mistakes the first in the file is told`() {
        let error = failure { () throws(CcmuxError) in try parse("flags = 1\n\n[alpha]\nx = 1\n[screen]\nmenu = '('") }
        #expect(error?.details?["line"] == 1)
    }

    @Test(arguments: [
        ("", "a.", "a = 1"), ("[", "a.", "a]"), ("x = ", "[", ""), ("x = ", "{a=", ""), ("x = \"", "\\", "\\"),
        ("", "[[a]]\n", ""), ("", "#", "\r"), ("screen.menu = '", "(", "'"), ("screen.menu = [", "'a',", "]"),
    ])
    func `a file made to hurt is refused, not suffered`(before: String, part: String, after: String) {
        for count in [5_000, 150_000] {
            let text = before + String(repeating: part, count: count) + after
            #expect(failure { () throws(CcmuxError) in try parse(text) }?.code == .configuration, "\(before)\(part)")
        }
    }

    @Test func `bytes that are no UTF-8 are refused with their line`() {
        let bytes = Array("# ü\ninstall = '".utf8) + [0xFF, 0xC3] + Array("'\n".utf8)
        let error = failure { () throws(CcmuxError) in try AgentDefinitionFile(bytes, name: "x", file: "x.toml") }
        #expect(error?.message.hasPrefix("x.toml:2:") == true)
        #expect(error?.message.contains("UTF-8") == true)
    }
}
