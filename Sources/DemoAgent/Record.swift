import Model

/// What a transcript keeps, one line each. The shapes are those of Claude Code's jsonl (seen in 2.1.x).
enum Record: Equatable {
    case prompt(String)
    case answer(String, inputTokens: Int, outputTokens: Int)
    case toolUse(ToolCall, inputTokens: Int)
    case toolResult(id: String, ToolCall.Result)
    case interrupted(duringTool: Bool)
    /// The model refused. Written as an answer of a model that does not exist, as Claude does.
    case refused(message: String, code: String, limit: Limit?)
    /// Typed while a turn was running; becomes a prompt of its own later.
    case enqueued(String)
    case dequeued
    /// Left the queue in the middle of a turn, where `handedOver` follows.
    case removed(String)
    case handedOver(String)
    /// A command of the agent's own, as it was typed.
    case command(name: String, argument: String)
    case unknownCommand(String)
    case compacted(tokens: Int)
}

/// What every line says beside its own content.
struct RecordContext {
    var uuid: String
    var parent: String?
    var messageID: String
    var sessionID: String
    var directory: String
    var timestamp: String
    var model: String
    var mode: PermissionMode
}

extension Record {
    static let interruption = "[Request interrupted by user]"
    static let toolInterruption = "[Request interrupted by user for tool use]"

    /// Whether it is a link in the chain of `uuid` and `parentUuid`.
    var isChained: Bool {
        switch self {
        case .enqueued, .dequeued, .removed: false
        default: true
        }
    }

    func json(_ context: RecordContext) -> JSONValue {
        switch self {
        case .prompt(let text):
            return user(.string(text), context, ["permissionMode": .string(context.mode.rawValue)])
        case .toolResult(let id, let result):
            let block: JSONValue = [
                "type": "tool_result", "tool_use_id": .string(id), "content": .string(result.text),
                "is_error": .bool(result.isError),
            ]
            return user([block], context, ["toolUseResult": .string(result.text)])
        case .interrupted(let duringTool):
            let text = duringTool ? Record.toolInterruption : Record.interruption
            return user([["type": "text", "text": .string(text)]], context)
        case .answer(let text, let input, let output):
            return assistant(
                [["type": "text", "text": .string(text)]], context, stop: "end_turn",
                usage: usage(input: input, output: output))
        case .toolUse(let call, let input):
            let block: JSONValue = [
                "type": "tool_use", "id": .string(call.id), "name": .string(call.name), "input": call.input,
            ]
            return assistant([block], context, stop: "tool_use", usage: usage(input: input, output: 20))
        case .refused(let message, let code, let limit):
            var context = context
            context.model = "<synthetic>"
            var more: [String: JSONValue] = ["isApiErrorMessage": true, "error": .string(code)]
            if let limit {
                more["quotaLimits"] = [
                    "status": "rejected", "resetsAt": .integer(Int64(limit.resets)),
                    "rateLimitType": limit.weekly ? "seven_day" : "five_hour",
                ]
            }
            return assistant(
                [["type": "text", "text": .string(message)]], context, stop: "stop_sequence",
                usage: usage(input: 0, output: 0, cached: false),
                more: more)
        case .enqueued(let text): return queueOperation("enqueue", context, ["content": .string(text)])
        case .dequeued: return queueOperation("dequeue", context)
        case .removed(let text): return queueOperation("remove", context, ["content": .string(text)])
        case .handedOver(let text):
            return line(
                "attachment", context,
                [
                    "attachment": [
                        "type": "queued_command", "prompt": .string(text), "commandMode": "prompt",
                        "origin": ["kind": "human"], "humanTurn": true,
                    ]
                ])
        case .command(let name, let argument):
            let gap = "\n" + String(repeating: " ", count: 12)
            let text =
                "<command-name>/\(name)</command-name>\(gap)<command-message>\(name)</command-message>\(gap)"
                + "<command-args>\(argument)</command-args>"
            return user(.string(text), context)
        case .unknownCommand(let name):
            return line(
                "system", context,
                ["subtype": "informational", "content": .string("Unknown command: /\(name)"), "level": "info"])
        case .compacted(let tokens):
            return line(
                "system", context,
                [
                    "subtype": "compact_boundary", "content": "Conversation compacted", "level": "info",
                    "compactMetadata": ["trigger": "manual", "preTokens": .integer(Int64(tokens))],
                ])
        }
    }

    private func user(
        _ content: JSONValue, _ context: RecordContext, _ more: [String: JSONValue] = [:]
    ) -> JSONValue {
        line("user", context, more.merging(["message": ["role": "user", "content": content]]) { first, _ in first })
    }

    private func assistant(
        _ content: JSONValue, _ context: RecordContext, stop: String, usage: JSONValue, more: [String: JSONValue] = [:]
    ) -> JSONValue {
        let message: JSONValue = [
            "type": "message", "role": "assistant", "id": .string(context.messageID), "model": .string(context.model),
            "content": content, "stop_reason": .string(stop), "stop_sequence": nil, "usage": usage,
        ]
        return line("assistant", context, more.merging(["message": message]) { first, _ in first })
    }

    private func usage(input: Int, output: Int, cached: Bool = true) -> JSONValue {
        [
            "input_tokens": .integer(Int64(input)), "output_tokens": .integer(Int64(output)),
            "cache_creation_input_tokens": .integer(cached ? 34 : 0),
            "cache_read_input_tokens": .integer(cached ? 560 : 0),
        ]
    }

    private func queueOperation(
        _ operation: String, _ context: RecordContext, _ more: [String: JSONValue] = [:]
    ) -> JSONValue {
        let members: [String: JSONValue] = [
            "type": "queue-operation", "operation": .string(operation), "timestamp": .string(context.timestamp),
            "sessionId": .string(context.sessionID),
        ]
        return .object(members.merging(more) { first, _ in first })
    }

    private func line(_ type: String, _ context: RecordContext, _ more: [String: JSONValue]) -> JSONValue {
        let members: [String: JSONValue] = [
            "type": .string(type), "uuid": .string(context.uuid),
            "parentUuid": context.parent.map { .string($0) } ?? .null,
            "sessionId": .string(context.sessionID), "timestamp": .string(context.timestamp),
            "cwd": .string(context.directory), "version": .string(DemoAgent.version),
            "isSidechain": false, "userType": "external", "gitBranch": "",
        ]
        return .object(members.merging(more) { first, _ in first })
    }
}
