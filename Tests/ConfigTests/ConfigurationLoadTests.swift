import Foundation
import Model
import Platform
import Testing

@testable import Config

@Suite("Reading config.toml")
struct ConfigurationLoadTests {
    private func parse(_ text: String) throws(CcmuxError) -> Configuration {
        try Configuration.parse(Array(text.utf8), name: "config.toml")
    }

    @Test("No file, an empty one and the template mean the defaults")
    func defaults() throws {
        let folder = try ConfigFolder()
        #expect(try Configuration.load(path: folder.file) == Configuration())
        for text in ["", "\n", "# only\r\n", "\u{FEFF}", "[tmux]\n", ConfigurationDocument.template] {
            try folder.write(text)
            #expect(try Configuration.load(path: folder.file) == Configuration())
        }
    }

    @Test("Every default is within what its own key allows")
    func defaultsAreAllowed() throws {
        for key in Configuration.keys where !key.isTable {
            let text = "[\(key.section.joined(separator: "."))]\n\(key.leaf) = \(key.defaultLiteral)\n"
            #expect(try parse(text) == Configuration())
        }
    }

    @Test("Every key is read")
    func everything() throws {
        let found = try parse(
            """
            log = { level = "debug", maxFileSize = 0x14, keepFiles = 0 }
            events.keep = 1_000
            [tmux]
            socket = 'work' # not the usual one
            executable = "/opt/tmux#3/\\u0074mux"
            [fleet]
            sweepInterval = 60
            startsAtOnce = 3
            stopGrace = 0
            width = 120
            height = 40
            [agents.environment]
            A_1 = "x = \\"y\\" # z"
            EMPTY = ""
            ["agents"]
            default = "codex"
            remoteControl = "off"
            remoteControlPrefix = "lab"
            'paths'.claude = "/opt/claude"
            """)
        var expected = Configuration()
        expected.log = .init()
        expected.log.level = "debug"
        expected.log.maxFileSize = 20
        expected.log.keepFiles = 0
        expected.events.keep = 1000
        expected.tmux.socket = "work"
        expected.tmux.executable = "/opt/tmux#3/tmux"
        expected.fleet.sweepInterval = 60
        expected.fleet.startsAtOnce = 3
        expected.fleet.stopGrace = 0
        expected.fleet.width = 120
        expected.fleet.height = 40
        expected.agents.defaultKind = "codex"
        expected.agents.remoteControl = .off
        expected.agents.remoteControlPrefix = "lab"
        expected.agents.environment = ["A_1": "x = \"y\" # z", "EMPTY": ""]
        expected.agents.paths = ["claude": "/opt/claude"]
        #expect(found == expected)
    }

    @Test(
        "What cannot be used is refused with its place and its reason",
        arguments: [
            // Syntax
            ("[tmux]\nsocket = \"open\nx = 1\n", 2, "socket = \"open"),
            ("[tmux]\nsocket =\n", 2, "socket ="),
            ("[tmux\n", 1, "[tmux"),
            ("\n\n[tmux]\nsocket = 1 2\n", 4, "socket = 1 2"),
            ("[tmux]\nsocket = \"a\"\nsocket = \"b\"\n", 3, "socket = \"b\""),
            ("[fleet]\r\nwidth = 010\r\n", 2, "width = 010"),
            // Unknown keys
            ("[tmux]\nsockett = \"\"\n", 2, "'tmux.sockett'"),
            ("[tmux]\n\n[fleeet]\nwidth = 3\n", 3, "'fleeet.width'"),
            ("colour = true\n", 1, "'colour'"),
            ("[fleet]\nwidth.x = 3\n", 2, "not a table"),
            ("tmux = { socket = \"a\",  nope = 1 }", 1, "'tmux.nope'"),
            ("[nothing]\n", 1, "'nothing'"),
            ("[[fleet]]\nwidth = 100\n", 1, "a list"),
            // Types and ranges
            ("[fleet]\nwidth = \"wide\"\n", 2, "a whole number from 20 to 1000, not a text"),
            ("[fleet]\nwidth = 1\n", 2, "a whole number from 20 to 1000"),
            ("[fleet]\nsweepInterval = 3601\n", 2, "from 1 to 3600"),
            ("[fleet]\nsweepInterval = 30.0\n", 2, "not a number with fractions"),
            ("[fleet]\nsweepInterval = 9223372036854775807\n", 2, "from 1 to 3600"),
            ("[fleet]\nstopGrace = -1\n", 2, "from 0 to 120"),
            ("[log]\nlevel = \"chatty\"\n", 2, "one of \"trace\""),
            ("[log]\nlevel = [\"info\"]\n", 2, "not a list"),
            ("[agents]\nremoteControl = true\n", 2, "not true or false"),
            ("[agents]\ndefault = \"\"\n", 2, "an agent kind"),
            ("[tmux]\nsocket = \"a/b\"\n", 2, "a name without '/'"),
            ("[tmux]\nexecutable = \"tmux\"\n", 2, "an absolute path"),
            ("tmux = 3\n", 1, "must be a table"),
            ("[agents]\nenvironment = \"A=1\"\n", 2, "a table of"),
            ("[agents.environment]\nA = \"1\"\nB = 2\n", 3, "'agents.environment.B' must be a text"),
            ("[agents.environment]\n\"A=B\" = \"1\"\n", 2, "a variable's name"),
            ("[agents.paths]\nclaude = \"claude\"\n", 2, "an absolute path"),
            ("[worktrees]\nsetup = 3\n", 2, "or a list of such"),
            ("[worktrees]\nsetup = [\"npm\", 3]\n", 2, "one is a whole number"),
            ("[worktrees]\nsetup = [\"\", \"x\"]\n", 2, "names no program"),
            // What the library underneath would not stand
            ("[agents.environment]\nA = \"x\\u0000y\"\n", 2, "NUL"),
            ("[agents.environment]\nA = \"x\u{0}y\"\n", 2, "NUL"),
        ])
    func refusals(text: String, line: Int64, words: String) throws {
        let error = failure { () throws(CcmuxError) in try parse(text) }
        #expect(error?.code == .configuration)
        #expect(error?.message.hasPrefix("config.toml:\(line):") == true, "\(error?.message ?? "none")")
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "none")")
        #expect(error?.details?["line"] == .integer(line))
        #expect(error?.advice != nil)
    }

    @Test("The column counts characters from one")
    func column() throws {
        let error = failure { () throws(CcmuxError) in try parse("[log]\n  'ü'.x = 1\n") }
        #expect(error?.message.hasPrefix("config.toml:2:3:") == true, "\(error?.message ?? "none")")
        let nested = failure { () throws(CcmuxError) in try parse("log = { level = \"info\", ü = 1 }") }
        #expect(nested?.details?["column"] == 25, "\(nested?.message ?? "none")")
        let member = failure { () throws(CcmuxError) in try parse("log = { 'ü' = 1, level = 1 }") }
        #expect(member?.details?["column"] == 9, "\(member?.message ?? "none")")
    }

    @Test(
        "A key that is nearly one is answered with that one",
        arguments: [
            ("tmux.sockett", "tmux.socket"), ("tmux.Socket", "tmux.socket"),
            ("fleet.sweepIntervall", "fleet.sweepInterval"),
            ("fleet.wdith", "fleet.width"), ("socket", "tmux.socket"), ("agent.default", "agents.default"),
            ("logs.level", "log.level"), ("env.level", "log.level"), ("agents.envrionment", "agents.environment"),
        ])
    func suggestions(wrong: String, right: String) throws {
        let error = failure { () throws(CcmuxError) in try parse("\(wrong) = 1\n") }
        #expect(error?.advice == "Did you mean '\(right)'?")
        let set = failure { () throws(CcmuxError) in try Configuration().value(of: wrong) }
        #expect(set?.code == .invalid)
        #expect(set?.advice == "Did you mean '\(right)'?")
    }

    @Test("Of several mistakes the first in the file is told")
    func firstOfSeveral() throws {
        let error = failure { () throws(CcmuxError) in try parse("[fleet]\nwidth = 1\nheight = 1\n[alpha]\nx = 1\n") }
        #expect(error?.details?["line"] == 2)
    }

    @Test(
        "Documents made to hurt are refused, not suffered",
        arguments: [
            ("", "a.", "a = 1"), ("[", "a.", "a]"), ("x = ", "[", ""), ("x = ", "{a=", ""), ("x = {", "a.", "a = 1}"),
            ("x = [{", "a.", "a = 1}]"), ("x = \"", "\\", "\\"), ("x = [", "[],", "]"), ("", "[[a]]\n", ""),
            ("", "#", "\r"),
        ])
    func hostile(before: String, part: String, after: String) {
        let text = before + String(repeating: part, count: 150_000) + after
        #expect(failure { () throws(CcmuxError) in try parse(text) }?.code == .configuration)
    }

    @Test("A file that is too large, no UTF-8, or no file at all is refused")
    func strangeFiles() throws {
        let folder = try ConfigFolder()
        try folder.write(String(repeating: "# filler\n", count: 200_000))
        #expect(failure { () throws(CcmuxError) in try Configuration.load(path: folder.file) }?.code == .configuration)
        try Data([0x23, 0x0A, 0x78, 0xFF, 0x0A]).write(to: URL(fileURLWithPath: folder.file))
        let error = failure { () throws(CcmuxError) in try Configuration.load(path: folder.file) }
        #expect(error?.message.contains(":2:") == true)
        #expect(error?.message.contains("UTF-8") == true)
        #expect(failure { () throws(CcmuxError) in try Configuration.load(path: folder.path) }?.code == .configuration)
        #expect(failure { () throws(CcmuxError) in try Configuration.load(path: "/dev/zero") }?.code == .configuration)
    }

    @Test("What is empty in the file is decided by the machine and the environment")
    func effectiveValues() {
        var configuration = Configuration()
        #expect(configuration.fleet.startLimit(cores: 1) == 2)
        #expect(configuration.fleet.startLimit(cores: 8) == 8)
        configuration.fleet.startsAtOnce = 1
        #expect(configuration.fleet.startLimit(cores: 8) == 1)
        #expect(configuration.agents.prefix(environment: [:]) == "local")
        #expect(configuration.agents.prefix(environment: ["CCMUX_RC_PREFIX": ""]) == "local")
        #expect(configuration.agents.prefix(environment: ["CCMUX_RC_PREFIX": "vm"]) == "vm")
        configuration.agents.remoteControlPrefix = "mine"
        #expect(configuration.agents.prefix(environment: ["CCMUX_RC_PREFIX": "vm"]) == "mine")
    }

    @Test("Near words are found, far ones are not")
    func nearestWord() {
        let words = ["start", "stop", "status"]
        #expect(nearest("strat", among: words) == "start")
        #expect(nearest("STOP", among: words) == "stop")
        #expect(nearest("sotp", among: words) == "stop")
        #expect(nearest("banana", among: words) == nil)
        #expect(nearest("", among: words) == nil)
        #expect(nearest(String(repeating: "x", count: 100_000), among: words) == nil)
    }
}
