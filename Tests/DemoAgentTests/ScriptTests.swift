import Model
import Testing

@testable import DemoAgent

@Suite struct ScriptTests {
    static let table: [(prompt: String, steps: [Step])] = [
        ("hi", [Script.answer("ack: hi")]),
        ("[[nonsense 3]] hi", [Script.answer("ack: [[nonsense 3]] hi")]),
        ("[[ say x", [Script.answer("ack: [[ say x")]),
        ("x [[say one two]] y", [Script.answer("one two")]),
        ("[[long 2]]", [.reply(pieces: ["line 1\nline 2"], interval: 0)]),
        ("[[slow 1]]", [.reply(pieces: ["w0 ", "w1 ", "w2 ", "w3 "], interval: 0.25)]),
        ("[[tool [ -f x ] && ls]]", [.tool(command: "[ -f x ] && ls")]),
        ("[[ask]][[plan]]", [.ask, .plan]),
        ("[[limit 60]]", [.fail(.limit(weekly: false, seconds: 60))]),
        ("[[weekly]]", [.fail(.limit(weekly: true, seconds: 300))]),
        ("[[error 404]]", [.fail(.status(404))]),
        ("[[overloaded]] [[corrupt]] [[toolong]]", [.fail(.overloaded), .fail(.corrupt), .fail(.tooLong)]),
        ("[[hang 2]]", [.pause(seconds: 2), Script.answer("ack: [[hang 2]]")]),
        ("[[hang -1]]", [.pause(seconds: 30), Script.answer("ack: [[hang -1]]")]),
        ("[[hang nan]]", [.pause(seconds: 30), Script.answer("ack: [[hang nan]]")]),
        ("[[crash 3]]", [.exit(3)]),
        ("[[crash]]", [.exit(1)]),
        ("[[segv]]", [.fault]),
    ]

    @Test("A prompt is read as steps", arguments: table)
    func steps(prompt: String, steps: [Step]) {
        #expect(Script(prompt: prompt).steps == steps)
    }

    @Test func tokensAreReportedByTheAnswer() {
        let script = Script(prompt: "[[tokens 150000]]")
        #expect(script.inputTokens == 150_000)
        #expect(script.steps.count == 1)
    }

    @Test func anAnswerInPiecesIsTheWholeText() {
        let text = (0..<100).map { "word\($0) " }.joined()
        guard case .reply(let pieces, _) = Script.answer(text) else { return #expect(Bool(false)) }
        #expect(pieces.joined() == text)
    }
}
