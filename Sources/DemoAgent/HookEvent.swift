import Model

/// Something that hooks can be run for, with the fields that Claude gives for it.
enum HookEvent: Equatable {
    case sessionStart(source: String, model: String)
    case promptSubmitted(String)
    case toolUse(ToolCall)
    case permissionRequest(ToolCall)
    case toolUsed(ToolCall, ToolCall.Result)
    case notification(String, type: String)
    case stop(lastMessage: String, isActive: Bool, background: Bool)
    case stopFailure(error: String, lastMessage: String)
    case beforeCompact
    case sessionEnd(reason: String)

    var name: String {
        switch self {
        case .sessionStart: "SessionStart"
        case .promptSubmitted: "UserPromptSubmit"
        case .toolUse: "PreToolUse"
        case .permissionRequest: "PermissionRequest"
        case .toolUsed: "PostToolUse"
        case .notification: "Notification"
        case .stop: "Stop"
        case .stopFailure: "StopFailure"
        case .beforeCompact: "PreCompact"
        case .sessionEnd: "SessionEnd"
        }
    }

    /// What a hook's `matcher` is compared with.
    var subject: String {
        switch self {
        case .sessionStart(let source, _): source
        case .toolUse(let call), .permissionRequest(let call), .toolUsed(let call, _): call.name
        case .notification(_, let type): type
        case .beforeCompact: "manual"
        case .sessionEnd(let reason): reason
        default: ""
        }
    }

    var fields: [String: JSONValue] {
        switch self {
        case .sessionStart(let source, let model):
            return ["source": .string(source), "model": .string(model)]
        case .promptSubmitted(let prompt): return ["prompt": .string(prompt)]
        case .toolUse(let call), .permissionRequest(let call): return HookEvent.tool(call)
        case .toolUsed(let call, let result):
            return HookEvent.tool(call).merging(["tool_response": .string(result.text)]) { first, _ in first }
        case .notification(let message, let type):
            return ["message": .string(message), "notification_type": .string(type)]
        case .stop(let message, let isActive, let background):
            return [
                "last_assistant_message": .string(message), "stop_hook_active": .bool(isActive),
                "background_tasks": background ? [["type": "shell", "status": "running"]] : [],
            ]
        case .stopFailure(let error, let message):
            return ["error": .string(error), "last_assistant_message": .string(message)]
        case .beforeCompact: return ["trigger": "manual", "custom_instructions": ""]
        case .sessionEnd(let reason): return ["reason": .string(reason)]
        }
    }

    private static func tool(_ call: ToolCall) -> [String: JSONValue] {
        ["tool_name": .string(call.name), "tool_input": call.input, "tool_use_id": .string(call.id)]
    }
}

/// What the hooks of one event said together.
struct HookVerdict: Equatable {
    enum Permission: Equatable {
        case allow(input: JSONValue?)
        case deny(message: String)
    }

    /// PermissionRequest: the decision of the first hook that made one.
    var permission: Permission?
    /// Stop: the text with which a hook kept the agent at work.
    var goOn: String?

    init() {}

    init(outputs: [[UInt8]]) {
        for output in outputs {
            guard let json = JSONValue(parsing: output) else { continue }
            let decision = json["hookSpecificOutput"]?["decision"]
            switch decision?["behavior"]?.string {
            case "allow" where permission == nil: permission = .allow(input: decision?["updatedInput"])
            case "deny" where permission == nil:
                permission = .deny(message: decision?["message"]?.string ?? "denied by a hook")
            default: break
            }
            if goOn == nil, json["decision"]?.string == "block" { goOn = json["reason"]?.string }
        }
    }
}
