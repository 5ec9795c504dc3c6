import Agents
import Delivery
import Model
import Testing

/// Texts of awkward shapes, as real agents recorded them.
@Suite struct PromptShapeTests {
    @Test(arguments: PromptRecords.agents)
    func `what an agent recorded is known as what was sent`(_ agent: String) throws {
        let kind = PromptRecords.kind(agent)
        for shape in try PromptRecords.shapes(agent) {
            #expect(kind.isSamePrompt(shape.recorded, as: shape.sent), "\(shape.shape)")
            #expect(kind.isSamePrompt(shape.sent, as: shape.sent), "\(shape.shape)")
        }
    }

    @Test(arguments: PromptRecords.agents)
    func `and never as another text`(_ agent: String) throws {
        let kind = PromptRecords.kind(agent)
        let shapes = try PromptRecords.shapes(agent)
        for shape in shapes {
            for other in shapes where other.shape != shape.shape {
                // An image's record does not say which one it was.
                if shape.shape == "pngreal", other.shape == "png" { continue }
                #expect(!kind.isSamePrompt(shape.recorded, as: other.sent), "\(shape.shape) as \(other.shape)")
            }
        }
    }

    @Test(arguments: PromptRecords.agents)
    func `what stood in the composer is known as what was put there`(_ agent: String) throws {
        let kind = PromptRecords.kind(agent)
        for shape in try PromptRecords.shapes(agent) {
            #expect(kind.isInComposer(shape.draft, shape.sent), "\(shape.shape): \(shape.draft)")
            #expect(!kind.isInComposer("", shape.sent), "\(shape.shape)")
            #expect(!kind.isInComposer("something else", shape.sent), "\(shape.shape)")
        }
    }

    @Test func `a folded paste is known by its size`() {
        let claude = ClaudeAgent()
        let five = "1\n2\n3\n4\n5"
        #expect(claude.isInComposer("[Pasted text #3 +4 lines]", five))
        #expect(!claude.isInComposer("[Pasted text #3 +3 lines]", five))
        #expect(!claude.isInComposer("[Pasted text #3 +4 lines] and more", five))
        #expect(!claude.isInComposer("[Pasted text #1]", "short"))
        #expect(claude.isInComposer("[Pasted text #1]", String(repeating: "word ", count: 200)))
        let codex = CodexAgent()
        #expect(codex.isInComposer("[Pasted Content 1001 chars]", String(repeating: "é", count: 1001)))
        #expect(codex.isInComposer("[Pasted Content 1001 chars] #2", String(repeating: "x", count: 1001)))
        #expect(!codex.isInComposer("[Pasted Content 1002 chars]", String(repeating: "x", count: 1001)))
    }

    @Test func `in the shell mode a text is not the prompt that it was`() {
        let text = "!" + String(repeating: "ls -l ", count: 30)
        #expect(!ClaudeAgent().isInComposer(String(text.dropFirst()), text))
        #expect(ClaudeAgent().isInComposer(text, text))
    }

    /// Of 2.1.329: the tag around a folded paste, and what it makes of such a tag inside.
    @Test func `a folded paste is known inside its tag, and only as a whole`() {
        let kind = ClaudeAgent()
        func tagged(_ text: String, _ id: String = "b709", end: String = "b709") -> String {
            "\n\n<pasted_content id=\"\(id)\">\n\(text)\n</pasted_content id=\"\(end)\">\n"
        }
        #expect(kind.isSamePrompt(tagged("a\nb\nc\nd"), as: "a\nb\nc\nd"))
        #expect(kind.isSamePrompt(tagged("a\n    b"), as: "a\n\tb"))
        #expect(kind.isSamePrompt(tagged("<\\/pasted_content>\nx"), as: "</pasted_content>\nx"))
        #expect(!kind.isSamePrompt(tagged("a\nb\nc\nd", end: "b70a"), as: "a\nb\nc\nd"))
        #expect(!kind.isSamePrompt(tagged("a\nb\nc\nd") + "more", as: "a\nb\nc\nd"))
        #expect(!kind.isSamePrompt("before" + tagged("a\nb\nc\nd"), as: "a\nb\nc\nd"))
        #expect(!kind.isSamePrompt(tagged("a\nb\nc\nd"), as: "b\nc\nd"))
    }

    @Test func `invisible characters may be missing from a record, and none may be added`() {
        let kind = ClaudeAgent()
        #expect(kind.isSamePrompt("xabc y", as: "x\u{202E}abc\u{202C} y"))
        #expect(kind.isSamePrompt("abcdefgh", as: "a\u{200B}b\u{AD}c\u{FEFF}d\u{2060}e\u{61C}f\u{FFF9}g\u{3164}h"))
        #expect(!kind.isSamePrompt("x\u{202E}abc y", as: "xabc y"))
        #expect(!kind.isSamePrompt("x\u{202C}abc\u{202E} y", as: "x\u{202E}abc\u{202C} y"))
        #expect(!CodexAgent().isSamePrompt("xabc y", as: "x\u{202E}abc\u{202C} y"))
    }

    @Test func `blanks at the beginning may be cut off, of Claude's queue (2.1.139) and by Codex, and none be added`() {
        #expect(ClaudeAgent().isSamePrompt("if x:\n        return    1", as: "\tif x:\n\t\treturn\t1"))
        #expect(!ClaudeAgent().isSamePrompt(" a", as: "a"))
        #expect(CodexAgent().isSamePrompt("a", as: " \n\ta \n"))
        #expect(!CodexAgent().isSamePrompt("a    b", as: "a\tb"))
        #expect(!CodexAgent().isSamePrompt("\u{E9}", as: "e\u{301}"))
        #expect(ClaudeAgent().isSamePrompt("\u{E9}", as: "e\u{301}"))
    }

    @Test(arguments: [
        ("hello", TypingForm.paste), ("/compact", .typed), ("/compact keep the names", .typed), ("/a:b-c_d x", .typed),
        ("/etc/passwd is readable", .paste), ("/compact\nkeep", .paste), ("// a comment", .paste), ("/", .paste),
        ("!ls", .pasteAhead), ("!ls\\", .pasteAhead), ("?", .pasteAhead), ("? why", .paste),
        ("ends in \\", .pasteThenHome),
        ("see @file", .pasteThenHome), ("what is @", .pasteThenBlank), ("mail a@b", .paste), ("@file is it", .paste),
    ])
    func `how a text gets into Claude`(_ text: String, _ form: TypingForm) {
        #expect(ClaudeAgent().typingForm(of: text) == form)
    }

    @Test(arguments: [
        (nil, false), ("2.1.1 (Claude Code)", false), ("2.1.139 (Claude Code)", true), ("2.1.329 (Claude Code)", true),
    ])
    func `whose queue keeps the order when a turn ends`(_ version: String?, _ keeps: Bool) {
        #expect(ClaudeAgent().queuesPrompts(version: version) == keeps)
        #expect(CodexAgent().queuesPrompts(version: version))
    }

    @Test(arguments: [
        ("hello", TypingForm.paste), ("/compact", .typed), ("ends in \\", .paste), ("see @file", .pasteThenBlank),
        ("it costs $", .pasteThenBlank), ("?", .paste),
    ])
    func `how a text gets into Codex`(_ text: String, _ form: TypingForm) {
        #expect(CodexAgent().typingForm(of: text) == form)
    }

    @Test func `what would end an agent or run in a shell is refused`() {
        for text in ["exit", " quit ", ":wq", "/exit", "!", "&"] {
            #expect(throws: CcmuxError.self, "\(text)") { try ClaudeAgent().check(sent: text) }
        }
        for text in ["exit now", "!ls", "Exit"] {
            #expect(throws: Never.self, "\(text)") { try ClaudeAgent().check(sent: text) }
        }
        for text in ["!ls", " \n!ls", "!"] {
            #expect(throws: CcmuxError.self, "\(text)") { try CodexAgent().check(sent: text) }
        }
        for text in ["exit", "a !"] {
            #expect(throws: Never.self, "\(text)") { try CodexAgent().check(sent: text) }
        }
    }
}
