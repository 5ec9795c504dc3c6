import Model
import Testing

@testable import DemoAgent

@Suite struct RecordTests {
    let context = RecordContext(
        uuid: "u1", parent: "p1", messageID: "m1", sessionID: "s1", directory: "/d", timestamp: "t", model: "demo-1",
        mode: .plan)

    @Test func aPromptIsAUserRecordWithPlainText() {
        let json = Record.prompt("hi \"there\"\n").json(context)
        #expect(json["type"] == "user")
        #expect(json["message"]?["content"] == "hi \"there\"\n")
        #expect(json["message"]?["role"] == "user")
        #expect(json["parentUuid"] == "p1")
        #expect(json["permissionMode"] == "plan")
        for key in ["uuid", "sessionId", "timestamp", "cwd", "version"] { #expect(json[key]?.string != nil) }
        #expect(!json.bytes.contains(0x0A))
    }

    @Test func anAnswerCarriesItsUsage() {
        let json = Record.answer("yes", inputTokens: 7, outputTokens: 3).json(context)
        #expect(json["type"] == "assistant")
        #expect(json["message"]?["id"] == "m1")
        #expect(json["message"]?["model"] == "demo-1")
        #expect(json["message"]?["content"]?.array?.first?["text"] == "yes")
        #expect(json["message"]?["usage"]?["input_tokens"] == 7)
        #expect(json["message"]?["usage"]?["output_tokens"] == 3)
    }

    @Test func aToolCallAndItsResultAreTiedByTheID() {
        let call = ToolCall(id: "t1", kind: .shell("ls"))
        let use = Record.toolUse(call, inputTokens: 1).json(context)["message"]?["content"]?.array?.first
        let result = Record.toolResult(id: "t1", ToolCall.Result(text: "x", isError: true)).json(context)
        #expect(use?["name"] == "Bash")
        #expect(use?["input"]?["command"] == "ls")
        #expect(result["type"] == "user")
        #expect(result["message"]?["content"]?.array?.first?["tool_use_id"] == use?["id"])
        #expect(result["message"]?["content"]?.array?.first?["is_error"] == true)
    }

    @Test func aRefusalIsAnAnswerOfNoModel() {
        let json = Record.refused(message: "API Error: 500", code: "server_error", limit: nil).json(context)
        #expect(json["isApiErrorMessage"] == true)
        #expect(json["message"]?["model"] == "<synthetic>")
    }

    @Test func aQueuedPromptIsNoLinkOfTheChain() {
        let json = Record.enqueued("later").json(context)
        #expect(json["type"] == "queue-operation")
        #expect(json["operation"] == "enqueue")
        #expect(json["content"] == "later")
        #expect(json["uuid"] == nil)
        #expect(!Record.enqueued("later").isChained)
    }

    @Test func whatWasWrittenIsDrawnAgain() {
        let call = ToolCall(id: "t1", kind: .shell("ls"))
        let records: [Record] = [
            .prompt("hi"), .answer("ho", inputTokens: 1, outputTokens: 1), .enqueued("later"),
            .toolUse(call, inputTokens: 1),
            .toolResult(id: "t1", ToolCall.Result(text: "out")), .refused(message: "no", code: "unknown", limit: nil),
            .interrupted(duringTool: false), .compacted(tokens: 5),
        ]
        let broken = Array("{\"type\":\"user\",\"mess\n\u{0}\u{1}\n[]\n".utf8)
        let bytes = broken + records.flatMap { $0.json(context).bytes + [0x0A] }
        let history = History(jsonl: bytes)
        #expect(
            history.entries == [
                .prompt("hi"), .answer("ho"), .tool("Bash(ls)"), .result("out", isError: false), .failure("no"),
                .notice("Interrupted"), .notice("conversation compacted"),
            ])
        #expect(history.prompts == ["hi"])
        #expect(history.last == "u1")
        #expect(!history.endsBroken)
        #expect(History(jsonl: bytes + Array("{\"type\":\"us".utf8)).endsBroken)
    }

    @Test func onlyTheEndOfALongConversationIsDrawn() {
        let line = Record.prompt("hi").json(context).bytes + [0x0A]
        let history = History(jsonl: Array(repeatElement(line, count: 600).joined()))
        #expect(history.entries.count == History.drawLimit + 1)
    }
}
