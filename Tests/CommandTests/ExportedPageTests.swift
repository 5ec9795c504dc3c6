import Model
import Testing

@testable import Commands

@Suite struct ExportedPageTests {
    private func page(
        _ turns: [TranscriptTurn], markdown: Bool = false, redacts: Bool = true,
        view: TranscriptView = TranscriptView(tools: true, thinking: true, meta: true)
    ) -> (text: String, summary: String) {
        var page = ExportedPage(isMarkdown: markdown, view: view, redacts: redacts, clock: Samples.clock)
        var lines = page.begin(TranscriptSamples.source)
        for turn in turns { lines += page.lines(turn) }
        lines += page.end()
        return (lines.joined(separator: "\n"), page.summary)
    }

    private static let evil = "<script>alert('x')</script>\"><img src=x onerror=1>&amp;`````\n```\n</pre></details>"

    private static let hostile = TranscriptSamples.turn([
        TranscriptSamples.item(.prompt, evil, offset: 0) { $0.attachments = [evil] },
        TranscriptSamples.item(.thinking, evil, offset: 1) { $0.thread = evil },
        TranscriptSamples.item(.said, evil, offset: 2),
        TranscriptSamples.tool(evil, evil, input: "{\"a\":\"<b>\"}", result: evil, offset: 3),
        TranscriptSamples.item(.command, evil, offset: 4) { $0.label = evil },
        TranscriptSamples.item(.notice, evil, offset: 5), TranscriptSamples.item(.boundary, evil, offset: 6),
        TranscriptSamples.item(.unknown, evil, offset: 7) { $0.label = evil },
    ])

    /// The names of all tags, in order; nil where a '<' begins none.
    private func tags(_ html: String) -> [String]? {
        var names: [String] = []
        for part in html.split(separator: "<", omittingEmptySubsequences: false).dropFirst() {
            let name = part.prefix { $0.isLetter || $0 == "/" || $0 == "!" || $0.isNumber }
            guard !name.isEmpty, part.contains(">") else { return nil }
            names.append(String(name))
        }
        return names
    }

    @Test func `a page has only the tags that it makes itself, and each is closed`() throws {
        let html = page([Self.hostile, TranscriptSamples.talk]).text
        let tags = try #require(self.tags(html))
        let alone: Set = ["!doctype", "meta"]
        let known: Set = [
            "html", "head", "title", "style", "body", "header", "h1", "dl", "dt", "dd", "section", "h2", "b", "time",
            "div", "p", "pre", "details", "summary", "code", "span", "footer",
        ]
        var open: [String] = []
        for tag in tags where !alone.contains(tag) {
            if tag.hasPrefix("/") {
                #expect(open.popLast() == String(tag.dropFirst()))
            } else {
                #expect(known.contains(tag), "\(tag)")
                open.append(tag)
            }
        }
        #expect(open == [])
        #expect(html.contains("Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline';"))
        #expect(html.contains("<time datetime="))
    }

    @Test func `a tool call can be opened`() {
        let html = page([TranscriptSamples.talk]).text
        #expect(
            html.contains(
                "<details><summary><b>Bash</b> <code>npm test</code> <span class=\"error\">error 2.0s</span></summary>")
        )
        #expect(html.contains("<pre>command:\n  npm test\n  echo done\ntimeout: 5</pre>\n<pre>3 failed\nof 5</pre>"))
        let short = page([TranscriptSamples.talk], view: TranscriptView()).text
        #expect(!short.contains("<details>"))
        #expect(short.contains("<b>Bash</b> <code>npm test</code>"))
    }

    @Test func `code between fences is a block, an open fence ends with the text`() {
        #expect(
            TranscriptHTML.prose("a\n```swift\nlet x = 1 < 2\n```\nb\n````\nc\n```") == [
                "<div class=\"text\">a</div>", "<pre>let x = 1 &lt; 2</pre>", "<div class=\"text\">b</div>",
                "<pre>c\n```</pre>",
            ])
    }

    @Test func `secrets are hidden wherever they stand, and counted`() {
        let secret = "gh" + "p_aB3dE5fG7hJ9kL1mN3pQ5"
        let escaped = secret.unicodeScalars.map { "\\u00\(String($0.value, radix: 16))" }.joined()
        let turn = TranscriptSamples.turn([
            TranscriptSamples.item(.prompt, "use \(secret)", offset: 0) { $0.attachments = [secret] },
            TranscriptSamples.item(.thinking, secret, offset: 1), TranscriptSamples.item(.said, secret, offset: 2),
            TranscriptSamples.tool(
                "Bash", "echo \(secret)", input: "{\"command\":\"echo \(escaped)\",\"password\":\"hunter2\"}",
                result: "password=hunter2\n\(secret)", offset: 3),
            TranscriptSamples.item(.command, secret, offset: 4) { $0.label = secret },
        ])
        for markdown in [true, false] {
            let (text, summary) = page([turn], markdown: markdown)
            #expect(!text.contains(secret))
            #expect(!text.contains("hunter2"))
            #expect(summary == "1 turn; 11 secrets hidden: 9 × GitHub token, 2 × password.")
            #expect(text.contains("11 secrets hidden"))
            let open = page([turn], markdown: markdown, redacts: false)
            #expect(open.text.contains("hunter2"))
            #expect(open.summary == "1 turn; secrets were not looked for.")
        }
    }

    @Test func `a fence of Markdown is longer than what is in it`() {
        #expect(TranscriptMarkdown.fenced("a\n`````\nb") == ["``````", "a", "`````", "b", "``````"])
        #expect(TranscriptMarkdown.code("a``b`") == "``` a``b` ```")
        let lines = page([Self.hostile], markdown: true).text
        #expect(lines.contains("> <script>"), "a prompt is a quotation, as it is")
        #expect(!lines.contains("# <script>"))
    }
}
