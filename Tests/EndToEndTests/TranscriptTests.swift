import Client
import Model
import Platform
import Testing

/// Reading conversations, with the demo agent, through all of ccmux.
@Suite("Reading conversations")
struct TranscriptTests {
    private func page(_ installation: Installation, _ words: String...) async throws -> TranscriptPage {
        let finished = try await installation.ccmux(["transcript"] + words + ["--json"])
        guard finished.status == 0 else { throw Failure("transcript: \(finished.text)") }
        return try JSONCoding.decode(TranscriptPage.self, from: finished.output.utf8)
    }

    private func texts(_ page: TranscriptPage, _ kind: TranscriptItem.Kind) -> [String] {
        page.turns.flatMap(\.items).filter { $0.kind == kind }.map(\.text)
    }

    @Test("What was said is shown by name, uuid and file, and taken up by a cursor")
    func reads() async throws {
        try await Installation.with { installation in
            let session = try await installation.make("api")
            try await installation.done("send", "api", "first question")
            try await installation.answers("api", "first question")
            let page = try await page(installation, "api")
            #expect(texts(page, .prompt) == ["first question"])
            #expect(texts(page, .said).contains { $0.contains("first question") })
            #expect(page.source.name == session.name)

            try await installation.done("send", "api", "second question")
            try await installation.answers("api", "second question")
            let next = try await self.page(installation, "api", "--after", page.cursor)
            #expect(texts(next, .prompt) == ["second question"])
            let uuid = try #require(try await installation.session("api").uuid)
            let path = try #require(try await installation.detail("api").transcript)
            let all = try await self.page(installation, "api")
            #expect(texts(all, .prompt) == ["first question", "second question"])
            #expect(try await self.page(installation, uuid.text) == all)
            #expect(try await self.page(installation, path) == all)
            #expect(texts(try await self.page(installation, "api", "--tail", "1"), .prompt) == ["second question"])
            let place = try #require(all.turns.first?.items.last)
            let around = try await self.page(installation, "api", "--at", String(place.offset))
            #expect(around.turns == all.turns && around.place == place.offset && around.hasLater == false)
            let lines = try await installation.done("transcript", "api", "--json", "--all").split(separator: "\n")
            let streamed = try lines.map { try JSONCoding.decode(TranscriptTurn.self, from: $0.utf8) }
            #expect(streamed.map(\.id) == all.turns.map(\.id))

            let said = try await installation.done("transcript", "api", "--last-message")
            #expect(said == (texts(all, .said).last ?? "?") + "\n")
            let last = try #require(try await installation.detail("api").last)
            #expect(last.prompt == "second question")
            #expect(last.isEnded)
            #expect(try await installation.done("show", "api").contains("last prompt   second question"))
        }
    }

    @Test("A conversation is followed as it is written")
    func follows() async throws {
        try await Installation.with { installation in
            try await installation.make("api")
            try await installation.done("send", "api", "begin")
            try await installation.answers("api", "begin")
            let output = installation.root + "/followed"
            let following = try Program.start(
                [Installation.ccmux, "transcript", "api", "-f"], environment: installation.environment, output: output)
            try await eventually("what was said is there") { Scratch.read(output).contains("begin") ? true : nil }
            try await installation.done("send", "api", "and go on")
            try await eventually("the prompt comes") { Scratch.read(output).contains("  and go on") ? true : nil }
            let path = try #require(try await installation.detail("api").transcript)
            try await installation.answers("api", "and go on")
            let lines = Scratch.read(path).split(separator: "\n")
            // The demo agent's last record, with other words.
            let said = try #require(lines.last { $0.contains("\"type\":\"assistant\"") })
            let appended = said.split(separator: "and go on").joined(separator: "appended by hand")
            _ = try await Program.run(
                ["/bin/sh", "-c", #"cat >>"$0""#, path], environment: installation.environment, input: appended + "\n")
            try await eventually("the line comes") {
                Scratch.read(output).contains("appended by hand") ? true : nil
            }
            await following.end()
        }
    }

    @Test("An exported page has the conversation and not its secrets; what is there is not replaced")
    func exports() async throws {
        try await Installation.with { installation in
            try await installation.make("api")
            let secret = "gh" + "p_aB3dE5fG7hJ9kL1mN3pQ5"
            try await installation.done("send", "api", "use \(secret) <b>now</b>")
            try await installation.answers("api", "now")
            let path = installation.root + "/page.html"
            let finished = try await installation.ccmux("export", "api", "--html", "--output", path)
            #expect(finished.status == 0, "\(finished.text)")
            #expect(finished.errors.contains("× GitHub token"))
            let html = Scratch.read(path)
            #expect(html.contains("[redacted: GitHub token]"))
            #expect(html.contains("&lt;b&gt;now&lt;/b&gt;"))
            #expect(!html.contains(secret))
            #expect(html.hasSuffix("</html>\n"))
            #expect(try await installation.ccmux("export", "api", "--output", path).status == 4)
            #expect(try await installation.ccmux("export", "api", "--output", path, "--force").status == 0)
            let open = try await installation.done("export", "api", "--markdown", "--no-redact", "--output", "-")
            #expect(open.contains(secret))
        }
    }

    @Test("What cannot be read is refused with a reason")
    func refuses() async throws {
        try await Installation.with { installation in
            try await installation.make("api")
            let none = try await installation.ccmux("transcript", "nobody")
            #expect(none.status == 3 && none.errors.contains("no session 'nobody'"), "\(none.text)")
            let unknown = try await installation.ccmux("transcript", "01234567-89ab-cdef-0123-456789abcdef")
            #expect(unknown.status == 3 && unknown.errors.contains("no transcript of"), "\(unknown.text)")
            for (path, status) in [("/nowhere/at.jsonl", 3), ("/dev/zero", 64), ("/tmp", 64), ("/etc/hosts", 64)] {
                let refused = try await installation.ccmux("transcript", path)
                #expect(refused.status == Int32(status), "\(path): \(refused.text)")
            }
            for words in [
                ["--tail", "0"], ["--since", "soon"], ["--tail", "1", "--all"], ["-f", "--markdown"], ["--at", "x"],
            ] {
                #expect(try await installation.ccmux(["transcript", "api"] + words).status == 64, "\(words)")
            }
        }
    }
}
