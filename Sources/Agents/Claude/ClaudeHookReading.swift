package import Model
package import Status

/// What Claude's hooks tell. The payload's fields are those that 2.1.1 to 2.1.329 were seen to give (docs/facts.md).
extension ClaudeAgent {
    package func reading(ofHook payload: JSONValue) -> HookReading? {
        switch payload["hook_event_name"]?.string {
        case "SessionStart": return .sessionBegan(source: payload["source"]?.string ?? "startup")
        case "UserPromptSubmit": return .prompted
        case "PreToolUse":
            guard let tool = payload["tool_name"]?.string else { return nil }
            return .toolBegins(name: tool, subject: ClaudeToolSubject.text(payload["tool_input"]))
        case "PermissionRequest":
            guard let tool = payload["tool_name"]?.string else { return nil }
            return .asks(
                ClaudeToolSubject.state(asking: tool), tool: tool,
                subject: ClaudeToolSubject.text(payload["tool_input"]))
        case "Notification": return notification(payload)
        case "Stop": return .turnEnded(background: payload["background_tasks"]?.isFilled ?? false)
        case "StopFailure": return failure(payload)
        case "SubagentStop": return .subagentEnded
        case "PreCompact": return .compacting
        case "SessionEnd": return .sessionEnded(reason: payload["reason"]?.string ?? "other")
        default: return nil
        }
    }

    /// A notification comes six seconds after its dialog, and only while nobody types. 2.1.1 gives no type to go by but
    /// the same words.
    private func notification(_ payload: JSONValue) -> HookReading? {
        let message = payload["message"]?.string ?? ""
        switch payload["notification_type"]?.string {
        case "permission_prompt", nil where message.hasPrefix(Self.permissionWords):
            let tool = message.hasPrefix(Self.permissionWords) ? message.dropFirst(Self.permissionWords.count) : ""
            return .asks(ClaudeToolSubject.state(asking: String(tool)), tool: String(tool), subject: nil)
        case "permission_prompt": return .asks(.permission, tool: "", subject: nil)
        case "elicitation_dialog": return .asks(.question, tool: "", subject: ClaudeToolSubject.shortened(message))
        default: return nil
        }
    }

    private static let permissionWords = "Claude needs your permission to use "

    private func failure(_ payload: JSONValue) -> HookReading {
        let text = payload["last_assistant_message"]?.string
        let failure = ClaudeFailure(code: payload["error"]?.string, status: nil, text: text ?? "")
        return .turnFailed(failure.kind, isLimit: failure.isLimit, text: text.map(ClaudeToolSubject.shortened))
    }
}

extension JSONValue {
    /// A list or an object with something in it.
    fileprivate var isFilled: Bool {
        switch self {
        case .array(let elements): !elements.isEmpty
        case .object(let members): !members.isEmpty
        default: false
        }
    }
}
