import Client
import Model
import Platform
import Testing

/// Prompts that are delivered exactly once.
extension Scenario {
    /// At rest, at work, and with the same id twice: each is in the conversation once, in order.
    static func delivers(_ agent: AgentUnderTest) async throws {
        try await Installation.with(agent) { installation in
            try await installation.make("api")
            #expect(try await installation.done("send", "api", "first plum", "--timeout", "60") == "api: taken.\n")
            let awkward = "-x second plum; \\;\n\t$(true) `#{x}` é👩‍👧 %s\n\n❯ 1. Yes"
            try await installation.done("send", "api", "-", "--id", "two", "--timeout", "60", input: awkward)

            // The message alone, as a script would take it.
            let said = try await installation.done("send", "api", "third plum", "--wait", "--timeout", "60")
            #expect(said == "ack: third plum\n")
            try await installation.done("send", "api", "[[slow 3]] fourth plum", "--timeout", "60")
            for word in ["fifth", "sixth"] {
                let told = try await installation.done("send", "api", "\(word) plum", "--timeout", "60")
                #expect(["api: queued, for after the running turn.\n", "api: taken.\n"].contains(told))
            }
            try await installation.answers("api", "sixth plum")
            // What was sent under an id is not sent again, also much later.
            try await installation.done("send", "api", "-", "--id", "two", "--timeout", "60", input: awkward)
            let other = try await installation.ccmux("send", "api", "another", "--id", "two", "--no-wait")
            #expect(other.status == 4 && other.errors.contains("another text"), "\(other.text)")

            let sent = try await outbox(installation, "--all")
            #expect(sent.count == 6 && sent.allSatisfy { $0.state == .taken || $0.state == .queued }, "\(sent)")
            try await eventually("all are taken") { try await outbox(installation).isEmpty ? true : nil }
            let found = try await prompts(installation)
            #expect(found == ["first", "second", "third", "fourth", "fifth", "sixth"])
        }
    }

    /// The daemon is killed while a prompt is on its way, and `send` goes on.
    static func delivererDies(_ agent: AgentUnderTest) async throws {
        try await Installation.with(agent) { installation in
            try await installation.make("api")
            try await installation.done("send", "api", "first plum", "--timeout", "60")
            let told = installation.root + "/told"
            let sending = try Program.start(
                [Installation.ccmux, "send", "api", "second plum", "--when", "+1s", "--timeout", "90"],
                environment: installation.environment, output: told, errors: told)
            try await eventually("it is written down") {
                try await outbox(installation).first { $0.state == .waiting }
            }
            try await installation.killDaemon()
            try await eventually("it is noticed") { Scratch.read(told).contains("daemon is away") ? true : nil }
            try await installation.done("daemon", "start")
            let status = try await eventually("send ends", within: 90) { sending.ended() }
            #expect(status == 0 && Scratch.read(told).contains("api: "), "\(status): \(Scratch.read(told))")

            // In the middle of the typing.
            try await installation.done("send", "api", "third plum", "--no-wait")
            try await installation.killDaemon()
            try await installation.done("daemon", "start")
            try await installation.done("send", "api", "fourth plum", "--timeout", "90")
            try await installation.answers("api", "fourth plum")
            try await eventually("all are taken") { try await outbox(installation).isEmpty ? true : nil }
            let found = try await prompts(installation)
            #expect(found == ["first", "second", "third", "fourth"])
        }
    }

    /// What waits says why, and can be taken back.
    static func waitsAtMenu(_ installation: Installation) async throws {
        let gated = try await installation.ccmux("send", "api", "hello gate", "--timeout", "1")
        #expect(gated.status == 5, "\(gated.text)")
        #expect(gated.errors.contains("menu is open") && gated.errors.contains("ccmux outbox cancel "), "\(gated.text)")
        let waiting = try #require(try await outbox(installation).first)
        #expect(waiting.state == .waiting && waiting.reason?.contains("menu") == true)
        for verb in ["explain", "show"] {
            let text = try await installation.done(verb, "api")
            #expect(text.contains("menu is open") && text.contains("hello gate"), "\(text)")
        }
        #expect(try await installation.done("outbox", "cancel", "\(waiting.id)").contains("cancelled"))
        #expect(try await outbox(installation).isEmpty)
        let again = try await installation.ccmux("outbox", "cancel", "\(waiting.id)")
        #expect(again.status == 4 && again.errors.contains("cancelled already"), "\(again.text)")
    }

    /// The options of `send`, which depend on no agent.
    static func sendOptions() async throws {
        try await Installation.with(.demo) { installation in
            try await installation.make("api")
            try await installation.make("web")
            let both = try await installation.ccmux("send", "--to", "api,nobody,web", "both plum", "--timeout", "60")
            #expect(both.status == 3 && both.errors.contains("'nobody'"), "\(both.text)")
            let lines = both.output.split(separator: "\n").sorted()
            #expect(lines == ["api: taken.", "web: taken."])
            try await installation.done("set", "web", "group", "front")
            #expect(
                try await installation.done("send", "--group", "front", "group plum", "--timeout", "60")
                    == "web: taken.\n")
            try await installation.refused(["send", "--group", "none", "x"], status: 3, saying: "'none'")

            let file = installation.root + "/task.md"
            try Scratch.write(file, "from a plum file\nwith two lines\n")
            let report = try JSONCoding.decode(
                DeliveryReport.self,
                from: try await installation.done(
                    "send", "api", "--file", file, "--wait", "--json", "--timeout", "60"
                ).utf8)
            #expect(report.delivery.text == "from a plum file\nwith two lines" && report.delivery.state == .taken)
            #expect(report.turn?.state == .idle && report.turn?.lastMessage?.contains("from a plum file") == true)

            let later = try await installation.done("send", "api", "later plum", "--when", "+1h", "--no-wait")
            #expect(later.hasPrefix("api: written down ("))
            try await installation.done("outbox", "cancel", String(later.filter(\.isNumber)))
            let expired = try await installation.ccmux(
                "send", "api", "late plum", "--when", "+1h", "--expire", "+2h", "--timeout", "0")
            #expect(expired.status == 5, "\(expired.text)")

            try await installation.done("send", "web", "draft plum", "--no-submit", "--timeout", "60")
            try await installation.shows("web", "draft plum")
            let behind = try await installation.ccmux("send", "web", "behind plum", "--timeout", "1")
            #expect(behind.status == 5 && behind.errors.contains("not sent"), "\(behind.text)")
            try await installation.done("send", "web", "--key", "C-u")
            try await installation.answers("web", "ack: behind plum")

            try await installation.done("stop", "web")
            try await installation.refused(["send", "web", "x"], status: 4, saying: "--start")
            try await installation.done("send", "web", "started plum", "--start", "--timeout", "60")
            try await installation.answers("web", "ack: started plum")
            #expect(try await prompts(installation, "web") == ["both", "group", "behind", "started"])
        }
    }

    /// Texts that no prompt can be.
    static func wrongTexts() async throws {
        try await Installation.with(.demo) { installation in
            try await installation.make("api")
            let folder = installation.root + "/folder"
            try Scratch.makeFolder(folder)
            let file = installation.root + "/file"
            try Scratch.write(file, String(repeating: "é", count: 1 << 19) + "x")
            for (words, part) in [
                (["--", ""], "empty"), (["--", " \n\t"], "empty but for blanks"), (["\u{1}\u{2}"], "U+0001"),
                (["a\u{7F}"], "U+007F"), (["a\u{9B}31m"], "U+009B"), (["--file", folder], "is a folder"),
                (["--file", file], "larger than 1 MiB"), (["--file", "/dev/null"], "no ordinary file"),
                (["--file", ""], "empty name"),
            ] {
                try await installation.refused(["send", "api"] + words, status: 64, saying: part)
            }
            try await installation.refused(["send", "api", "--file", file + "x"], status: 3, saying: file + "x")
            try await installation.refused(["send", "api", "-"], status: 64, saying: "empty")
            try await installation.refused(["outbox", "show", "99"], status: 3, saying: "99")
            try await installation.refused(["outbox", "cancel", "99"], status: 3, saying: "99")
            #expect(try await outbox(installation, "--all").isEmpty)
        }
    }

    private static func outbox(_ installation: Installation, _ options: String...) async throws -> [Delivery] {
        let finished = try await installation.ccmux(["outbox", "--json"] + options)
        guard finished.status == 0 else { throw Failure("ccmux outbox: \(finished.text)") }
        return try JSONCoding.decode(OutboxPage.self, from: finished.output.utf8).deliveries
    }

    /// The word before 'plum' in each prompt of the conversation, in order.
    private static func prompts(_ installation: Installation, _ name: String = "api") async throws -> [String] {
        let lines = try await installation.transcript(name).split(separator: "\n")
        // Claude's records, and Codex' messages of role user.
        let isPrompt = /"type":\s*"user"|queued_command|"role":\s*"user"/
        return lines.filter { $0.contains(isPrompt) && !$0.contains(/"tool_result"|"api-request|"item_/) }.flatMap {
            line in
            line.replacing(#"\n"#, with: " ").matches(of: /(\w+) plum/).map { String($0.1) }
        }
    }
}
