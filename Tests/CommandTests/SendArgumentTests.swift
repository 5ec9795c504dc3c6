import ArgumentParser
import Model
import Testing

@testable import Commands

@Suite("send: what its words mean")
struct SendArgumentTests {
    private func parse(_ words: String...) throws -> SendCommand {
        try #require(try RootCommand.parseAsRoot(["send"] + words) as? SendCommand)
    }

    @Test
    func `the first word is the session, the others are the text; with several sessions all are`() throws {
        let one = try parse("api", "fix", "the", "tests")
        #expect(one.name == "api" && one.texts == ["fix", "the", "tests"] && !one.isBroadcast)
        #expect(try parse("api", "-").texts == ["-"])
        #expect(try parse("api", "--", "--json", "x").texts == ["--json", "x"])
        let several = try parse("--to", "api,web,api", "fix", "it")
        #expect(several.names == ["api", "web"] && several.texts == ["fix", "it"])
        #expect(try parse("--all", "-").texts == ["-"])
        #expect(try parse("--group", "g", "--", "-v").texts == ["-v"])
        #expect(try parse("--all", "--file", "f").texts == [])
    }

    @Test
    func `everything reaches the request, and an id is made where none is given`() throws {
        var command = try parse(
            "--group", "g", "--when", "idle", "--no-submit", "--id", "k-1", "--start", "--expire", "+1h", "x")
        var request = try command.request(text: "x", now: Samples.now)
        #expect(request.group == "g" && request.to == nil && request.all == nil && request.text == "x")
        #expect(request.when == .idle && request.at == nil && request.submit == false && request.start == true)
        #expect(request.id == "k-1" && request.expires == Samples.now.adding(seconds: 3600))
        command = try parse("api", "--when", "+90s", "x")
        request = try command.request(text: "x", now: Samples.now)
        #expect(request.when == .at && request.at == Samples.now.adding(seconds: 90))
        #expect(request.submit == nil && request.start == nil && request.expires == nil)
        #expect(request.id.map { ConversationID($0) != nil } == true)
        #expect(try command.request(text: "x", now: Samples.now).id != request.id)
    }

    @Test
    func `keys may be several, for several sessions`() throws {
        let command = try parse("--to", "a,b", "--key", "Down", "--key", "Enter")
        #expect(command.key == ["Down", "Enter"] && command.names == ["a", "b"])
    }

    @Test(
        arguments: [
            ([], "To whom"), (["api"], "What?"), (["api", "x", "--odd"], "--odd"), (["", "x"], "empty"),
            (["--to", "a"], "What?"), (["--to", "", "x"], "commas"), (["--to", "a,,b", "x"], "commas"),
            (["--group", "", "x"], "group"), (["--to", "a", "--all", "x"], "Only one of --to, --all"),
            (["--group", "g", "--all", "x"], "Only one"), (["api", "x", "--file", "f"], "not both"),
            (["api", "--key", "Escape", "x"], "a text"), (["api", "--key", "Escape", "--wait"], "--wait"),
            (["--all", "--key", "Escape"], "--all"), (["api", "--key", "Escape", "--file", "f"], "--file"),
            (["api", "x", "--when", ""], "--when"), (["api", "x", "--when", "soon"], "'soon' is no time"),
            (["api", "x", "--when", "at"], "which time"), (["api", "x", "--when", "24:00"], "no time"),
            (["api", "x", "--when", "2001-01-01T10:00"], "past"), (["api", "x", "--when", "-10m"], "--when"),
            (["api", "x", "--when", "+10"], "no time"), (["api", "x", "--when", "+0s"], "past"),
            (["api", "x", "--when", "+4000d"], "ten years"), (["api", "x", "--when", "+10m\u{1B}[2J"], "no time"),
            (["api", "x", "--expire", "2001-01-01T10:00Z"], "--expire"),
            (["api", "x", "--expire", "idle"], "--expire"),
            (["api", "x", "--when", "+10m", "--expire", "+5m"], "never be sent"),
            (["api", "x", "--timeout", "-1"], "seconds"), (["api", "x", "--timeout", "nan"], "seconds"),
            (["api", "x", "--id", ""], "--id"), (["api", "x", "--id", "a b"], "--id"),
            (["api", "x", "--id", String(repeating: "k", count: 201)], "--id"),
            (["api", "x", "--no-wait", "--wait"], "--no-wait"),
            (["api", "x", "--no-wait", "--timeout", "3"], "--timeout"),
            (["api", "x", "--wait", "--no-submit"], "--no-submit"),
        ] as [([String], String)])
    func `wrong usage is told and exits with 64`(_ words: [String], _ part: String) {
        do {
            _ = try RootCommand.parseAsRoot(["send"] + words)
            Issue.record("\(words) was accepted")
        } catch {
            #expect(RootCommand.exitCode(for: error).rawValue == 64)
            let message = RootCommand.fullMessage(for: error)
            #expect(message.contains(part), "\(words): \(message)")
            #expect(!message.contains("\u{1B}"))
        }
    }

    @Test
    func `outbox lists where nothing else is said`() throws {
        func command(_ words: String...) throws -> any ParsableCommand {
            try RootCommand.parseAsRoot(["outbox"] + words)
        }
        #expect((try command() as? OutboxCommand.List)?.name == nil)
        #expect((try command("api", "--all", "-n", "5") as? OutboxCommand.List)?.name == "api")
        #expect((try command("show", "17") as? OutboxCommand.Show)?.id == 17)
        #expect((try command("cancel", "17", "18") as? OutboxCommand.Cancel)?.ids == [17, 18])
        for words in [
            ["show"], ["show", "x"], ["show", "0"], ["cancel"], ["cancel", "-1"], ["a", "b"], ["-n", "0"],
        ] {
            #expect(throws: (any Error).self, "\(words)") { try RootCommand.parseAsRoot(["outbox"] + words) }
        }
    }
}
