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

    /// A notification of a dialog comes six seconds after it, where nobody has typed meanwhile. Its words tell a little
    /// of what is asked, on some versions: `Claude needs your permission to use Bash`, `Claude needs your permission`
    /// (2.1.329, of a question too), `Claude Code needs your approval for the plan`, `Claude Code needs your attention`
    /// (a question). So it is asked for only where there is no PermissionRequest to tell better.
    private func notification(_ payload: JSONValue) -> HookReading? {
        let message = payload["message"]?.string ?? ""
        let asked = ["permission", "approval for the plan", "needs your attention"].contains { message.contains($0) }
        switch payload["notification_type"]?.string {
        case "elicitation_dialog": return .asks(.question, tool: "", subject: ClaudeToolSubject.shortened(message))
        // The oldest give no type.
        case "permission_prompt",
            nil where asked:
            break
        default: return nil
        }
        if message.contains("approval for the plan") { return .asks(.plan, tool: "ExitPlanMode", subject: nil) }
        if message.contains("needs your attention") { return .asks(.question, tool: "AskUserQuestion", subject: nil) }
        let tool = message.firstRange(of: "permission to use ").map { String(message[$0.upperBound...]) } ?? ""
        return .asks(ClaudeToolSubject.state(asking: tool), tool: tool, subject: nil)
    }

    /// The account's limit. With a key of the API a 429 is a matter of seconds, and Claude names no limit but says `API
    /// Error: Request rejected (429)`.
    static func isLimit(code: String?, text: String) -> Bool {
        code == "rate_limit" && !text.hasPrefix("API Error")
    }

    private func failure(_ payload: JSONValue) -> HookReading {
        let text = payload["last_assistant_message"]?.string
        let code = payload["error"]?.string
        return .turnFailed(
            TurnFailure.kind(code: code, status: nil, text: text ?? ""),
            isLimit: Self.isLimit(code: code, text: text ?? ""), text: text.map(ClaudeToolSubject.shortened))
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
