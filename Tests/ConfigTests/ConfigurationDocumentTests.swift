import Foundation
import Model
import Platform
import Testing

@testable import Config

@Suite("Editing config.toml")
struct ConfigurationDocumentTests {
    struct Edit: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var before: String
        var key: String
        var value: String
        var after: String

        init(_ name: String, _ before: String, _ key: String, _ value: String, _ after: String) {
            (testDescription, self.before, self.key, self.value, self.after) = (name, before, key, value, after)
        }
    }

    static let edits = [
        Edit(
            "a value in place, its comment kept",
            "# mine\n[fleet]\nwidth = 80   # narrow\nheight = 24\n", "fleet.width", "120",
            "# mine\n[fleet]\nwidth = 120   # narrow\nheight = 24\n"),
        Edit(
            "a text that holds what looks like a comment",
            "[tmux]\nexecutable = '/a # b' # c\n", "tmux.executable", "/x # y",
            "[tmux]\nexecutable = \"/x # y\" # c\n"),
        Edit(
            "a text over several lines",
            "[agents.environment]\nA = \"\"\"\nx\n# width = 3\n[fleet]\n\"\"\" # end\n[fleet]\nwidth = 80\n",
            "agents.environment.A", "1", "[agents.environment]\nA = \"1\" # end\n[fleet]\nwidth = 80\n"),
        Edit(
            "a command as a line for the shell", "[worktrees]\nsetup = \"\"\n", "worktrees.setup", "[ -e x ] && npm ci",
            "[worktrees]\nsetup = \"[ -e x ] && npm ci\"\n"),
        Edit(
            "a command as a list", "[worktrees]\nsetup = \"make\" # mine\n", "worktrees.setup", "[\"npm\", \"ci\"]",
            "[worktrees]\nsetup = [\"npm\", \"ci\"] # mine\n"),
        Edit(
            "a command from a list to a line", "[worktrees]\nsetup = [\"a\",\n \"b\"]\n", "worktrees.setup", "[ -e x ]",
            "[worktrees]\nsetup = \"[ -e x ]\"\n"),
        Edit("CRLF", "[fleet]\r\nwidth = 80\r\n", "fleet.height", "30", "[fleet]\r\nwidth = 80\r\nheight = 30\r\n"),
        Edit(
            "CRLF and a value in place", "[fleet]\r\nwidth = 80\r\n", "fleet.width", "90", "[fleet]\r\nwidth = 90\r\n"),
        Edit(
            "CRLF and a commented default",
            "[fleet]\r\n# width = 200\r\n", "fleet.width", "90", "[fleet]\r\nwidth = 90\r\n"),
        Edit(
            "no newline at the end", "[fleet]\nwidth = 80", "fleet.height", "30", "[fleet]\nwidth = 80\nheight = 30\n"),
        Edit("a header without a newline", "[fleet]", "fleet.height", "30", "[fleet]\nheight = 30\n"),
        Edit("an empty file", "", "log.level", "debug", "[log]\nlevel = \"debug\"\n"),
        Edit("a comment without a newline", "# x", "log.level", "debug", "# x\n\n[log]\nlevel = \"debug\"\n"),
        Edit(
            "a section that is missing", "[fleet]\nwidth = 80\n", "log.level", "debug",
            "[fleet]\nwidth = 80\n\n[log]\nlevel = \"debug\"\n"),
        Edit(
            "a section in the middle, with its indentation",
            "[fleet]\n  width = 80 # w\n\n# about logs\n[log]\nkeepFiles = 1\n", "fleet.height", "30",
            "[fleet]\n  width = 80 # w\n  height = 30\n\n# about logs\n[log]\nkeepFiles = 1\n"),
        Edit(
            "a commented default, the words after it kept",
            "[fleet]\n# Columns.\n#width = 200 # wide\n# height = 50\n", "fleet.width", "90",
            "[fleet]\n# Columns.\nwidth = 90 # wide\n# height = 50\n"),
        Edit(
            "a commented default of another section is not taken",
            "[log]\n# width = 3\n[fleet]\n# prose: width = much\n", "fleet.width", "90",
            "[log]\n# width = 3\n[fleet]\n# prose: width = much\nwidth = 90\n"),
        Edit(
            "dotted keys at the root", "fleet.width = 80\nlog.level = \"info\"\n", "fleet.height", "30",
            "fleet.width = 80\nfleet.height = 30\nlog.level = \"info\"\n"),
        Edit("dotted and quoted keys", "\"fleet\" . 'width'= 80\n", "fleet.width", "90", "\"fleet\" . 'width'= 90\n"),
        Edit(
            "a quoted header", "[ 'fleet' ] # f\n\"wid\\u0074h\" = 80\n", "fleet.width", "90",
            "[ 'fleet' ] # f\n\"wid\\u0074h\" = 90\n"),
        Edit(
            "dotted keys below a section", "[agents]\nenvironment.A = \"1\"\n[log]\n", "agents.environment.B", "2",
            "[agents]\nenvironment.A = \"1\"\nenvironment.B = \"2\"\n[log]\n"),
        Edit(
            "a key beside its section's subsection", "[agents.environment]\nA = \"1\"\n", "agents.default", "codex",
            "[agents.environment]\nA = \"1\"\n\n[agents]\ndefault = \"codex\"\n"),
        Edit(
            "a member of an inline table", "fleet = { width = 80, height = 24 } # f\n", "fleet.width", "90",
            "fleet = { width = 90, height = 24 } # f\n"),
        Edit(
            "a new member of an inline table", "fleet = { width = 80 }\n", "fleet.height", "30",
            "fleet = { width = 80, height = 30 }\n"),
        Edit("an empty inline table", "fleet = {}\n", "fleet.height", "30", "fleet = { height = 30 }\n"),
        Edit(
            "a table below an inline table", "agents = { default = \"demo\" }\n", "agents.environment.A", "1",
            "agents = { default = \"demo\", environment.A = \"1\" }\n"),
        Edit(
            "an inline table of variables", "[agents]\nenvironment = { A = \"1\" }\n", "agents.environment.B", "2",
            "[agents]\nenvironment = { A = \"1\", B = \"2\" }\n"),
        Edit("a byte order mark", "\u{FEFF}fleet.width = 80\n", "fleet.width", "90", "\u{FEFF}fleet.width = 90\n"),
        Edit(
            "quotes, backslashes and control characters", "", "agents.environment.A", "\"\\\n\t\u{1}\u{7F}ü🙂",
            "[agents.environment]\nA = \"\\\"\\\\\\n\\t\\u0001\\u007fü🙂\"\n"),
        Edit(
            "arrays over several lines are stepped over",
            "agents.environment.A = '''\n# [log]\n'''\nfleet.width = 80\n", "fleet.width", "90",
            "agents.environment.A = '''\n# [log]\n'''\nfleet.width = 90\n"),
    ]

    @Test("Setting changes one value and not a byte more", arguments: edits)
    func set(edit: Edit) throws {
        var document = try ConfigurationDocument(text: edit.before)
        try document.set(edit.key, value: edit.value)
        #expect(document.text == edit.after)
        #expect(try document.get(edit.key) == edit.value)
        #expect(try Configuration.parse(Array(document.text.utf8), name: "x") == document.configuration)
        #expect(try document.configuration.value(of: edit.key) == edit.value)
    }

    @Test(
        "Unsetting takes back one value and leaves a commented default",
        arguments: [
            Edit(
                "a value", "[fleet]\nwidth = 80   # narrow\nheight = 24\n", "fleet.width", "",
                "[fleet]\n# width = 200   # narrow\nheight = 24\n"),
            Edit("a dotted key", "fleet.width = 80\n", "fleet.width", "", "# fleet.width = 200\n"),
            Edit(
                "a text over several lines", "[tmux]\nsocket = \"\"\"\nx\\\n   \"\"\"\r\n", "tmux.socket", "",
                "[tmux]\n# socket = \"\"\r\n"),
            Edit(
                "a variable", "[agents.environment]\nA = \"1\" # a\nB = \"2\"\n", "agents.environment.A", "",
                "[agents.environment]\nB = \"2\"\n"),
            Edit(
                "all variables", "[agents.environment]\nA = \"1\"\nB = \"2\"\n", "agents.environment", "",
                "[agents.environment]\n"),
            Edit(
                "a first member", "fleet = { width = 80, height = 24 }\n", "fleet.width", "",
                "fleet = { height = 24 }\n"),
            Edit(
                "a last member", "fleet = { width = 80, height = 24 }\n", "fleet.height", "", "fleet = { width = 80 }\n"
            ),
            Edit("an only member", "fleet = {width = 80}\n", "fleet.width", "", "fleet = {}\n"),
            Edit("nothing", "[fleet]\n", "fleet.width", "", "[fleet]\n"),
        ])
    func unset(edit: Edit) throws {
        var document = try ConfigurationDocument(text: edit.before)
        #expect(try document.unset(edit.key) == (edit.before != edit.after))
        #expect(document.text == edit.after)
        #expect(try document.get(edit.key) == nil)
    }

    @Test("In the template every key can be set in its own place and taken back")
    func template() throws {
        for key in Configuration.keys where !key.isTable {
            var document = try ConfigurationDocument(text: ConfigurationDocument.template)
            let value = try #require(try Configuration().value(of: key.name))
            try document.set(key.name, value: value)
            let expected = ConfigurationDocument.template.split(separator: "\n", omittingEmptySubsequences: false).count
            #expect(document.text.split(separator: "\n", omittingEmptySubsequences: false).count == expected)
            #expect(document.text.contains("\n\(key.leaf) = \(key.defaultLiteral)\n"))
            try document.unset(key.name)
            #expect(document.text == ConfigurationDocument.template)
        }
        var document = try ConfigurationDocument(text: ConfigurationDocument.template)
        try document.set("agents.environment.NAME", value: "x")
        #expect(document.text.contains("such as NAME = \"value\".\nNAME = \"x\"\n"))
    }

    @Test(
        "What a key does not take is refused and changes nothing",
        arguments: [
            ("fleet.width", "wide"), ("fleet.width", "19"), ("fleet.width", ""), ("log.level", "chatty"),
            ("tmux.executable", "tmux"), ("tmux.socket", "a\u{0}b"), ("agents.environment", "A=1"),
            ("agents.environment.A=B", "1"), ("agents.environment.", "1"), ("agents.environment.A", "a\u{0}b"),
            ("agents.paths.claude", "claude"), ("nope", "1"), ("", "1"), ("fleet", "1"), ("fleet.width.x", "1"),
        ])
    func refusals(key: String, value: String) throws {
        var document = try ConfigurationDocument(text: "[fleet]\nwidth = 80\n")
        let error = failure { () throws(CcmuxError) in try document.set(key, value: value) }
        #expect(error?.code == .invalid)
        #expect(document.text == "[fleet]\nwidth = 80\n")
    }

    @Test("A text that cannot be used is not edited")
    func unusable() {
        let error = failure { () throws(CcmuxError) in try ConfigurationDocument(text: "[fleet]\nwidth = 1\n") }
        #expect(error?.code == .configuration)
    }

    @Test("Saving writes the file, private and through a link, and not over another's change")
    func saving() throws {
        let folder = try ConfigFolder()
        var document = try ConfigurationDocument(path: folder.file)
        try document.set("fleet.width", value: "90")
        try document.save()
        #expect(try folder.read() == document.text)
        #expect(document.text.contains("# height = 50"))
        let mode = try FileManager.default.attributesOfItem(atPath: folder.file)[.posixPermissions] as? Int
        #expect(mode == 0o600)

        let link = folder.path + "/link.toml"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.file)
        var linked = try ConfigurationDocument(path: link)
        try linked.set("fleet.height", value: "30")
        try linked.save()
        #expect(try Configuration.load(path: folder.file).fleet.height == 30)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == folder.file)

        try document.set("fleet.width", value: "91")
        #expect(failure { () throws(CcmuxError) in try document.save() }?.code == .refused)
        #expect(try folder.read() == linked.text)
    }

    @Test("Large files are read, refused and edited in a time that grows with their size", .timeLimit(.minutes(1)))
    func large() throws {
        let unknown = (0..<60_000).map { "k\($0) = 1\n" }.joined()
        #expect(failure { () throws(CcmuxError) in try ConfigurationDocument(text: unknown) }?.details?["line"] == 1)
        let variables = "[agents.environment]\n" + (0..<40_000).map { "V\($0) = \"x\"\n" }.joined()
        var document = try ConfigurationDocument(text: variables)
        try document.set("agents.environment.NEW", value: "y")
        #expect(document.text == variables + "NEW = \"y\"\n")
    }
}
