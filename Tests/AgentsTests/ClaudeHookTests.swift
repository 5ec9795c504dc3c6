import Foundation
import Model
import Status
import Testing

@testable import Agents

/// Payloads as 2.1.1, 2.1.139 and 2.1.329 hand them over, without what is not read.
@Suite struct ClaudeHookTests {
    private func reading(_ payload: String) throws -> HookReading? {
        let value = try JSONDecoder().decode(JSONValue.self, from: Data(payload.utf8))
        #expect(DemoAgentKind().reading(ofHook: value) == ClaudeAgent().reading(ofHook: value))
        return ClaudeAgent().reading(ofHook: value)
    }

    @Test(
        arguments: [
            (#""SessionStart","source":"startup","model":"claude-sonnet-4-6""#, .sessionBegan(source: "startup")),
            (#""SessionStart","source":"compact""#, .sessionBegan(source: "compact")),
            (#""SessionEnd","reason":"prompt_input_exit""#, .sessionEnded(reason: "prompt_input_exit")),
            (#""UserPromptSubmit","prompt":"hello""#, .prompted),
            (#""SubagentStop","agent_id":"a61dfde""#, .subagentEnded),
            (#""PreCompact","trigger":"auto","custom_instructions":null"#, .compacting),
            (#""Stop","stop_hook_active":false"#, .turnEnded(background: false)),
            (#""Stop","background_tasks":[]"#, .turnEnded(background: false)),
            (#""Stop","background_tasks":[{"type":"shell"}]"#, .turnEnded(background: true)),
            (#""PostToolUse","tool_name":"Bash""#, nil), (#""Unheard""#, nil), ("7", nil), ("null", nil),
        ] as [(String, HookReading?)])
    func `an event says what began or ended`(event: String, expected: HookReading?) throws {
        #expect(try reading(#"{"session_id":"x","hook_event_name":\#(event)}"#) == expected)
    }

    @Test(
        arguments: [
            (#""Bash","tool_input":{"command":"ls -l","description":"List"}"#, .permission, "ls -l"),
            (#""Write","tool_input":{"file_path":"/a/b","content":"x"}"#, .permission, "/a/b"),
            (#""WebFetch","tool_input":{"url":"https://a","prompt":"p"}"#, .permission, "https://a"),
            (#""mcp__x__y","tool_input":{"depth":3}"#, .permission, nil), (#""Bash""#, .permission, nil),
            (
                #""AskUserQuestion","tool_input":{"questions":[{"question":"Which?"},{"question":"How?"},{}]}"#,
                .question, "Which?\nHow?"
            ),
            (#""AskUserQuestion","tool_input":{"questions":[]}"#, .question, nil),
            (#""ExitPlanMode","tool_input":{"plan":"1. Look"}"#, .plan, "1. Look"),
            (#""ExitPlanMode","tool_input":{}"#, .plan, nil),
        ] as [(String, AgentState, String?)])
    func `a tool's use and the dialog about it name what they are about`(
        tool: String, state: AgentState, subject: String?
    ) throws {
        let name = String(tool.split(separator: "\"")[0])
        #expect(
            try reading(#"{"hook_event_name":"PreToolUse","tool_name":\#(tool)}"#)
                == .toolBegins(name: name, subject: subject))
        #expect(
            try reading(#"{"hook_event_name":"PermissionRequest","tool_name":\#(tool)}"#)
                == .asks(state, tool: name, subject: subject))
        #expect(try reading(#"{"hook_event_name":"PermissionRequest"}"#) == nil)
    }

    @Test func `a subject has its limit`() throws {
        let long = String(repeating: "ü", count: 100_000)
        let payload = #"{"hook_event_name":"PreToolUse","tool_name":"Bash","tool_input":{"command":"\#(long)"}}"#
        #expect(
            try reading(payload) == .toolBegins(name: "Bash", subject: String(repeating: "ü", count: 2000) + "…"))
    }

    @Test(
        arguments: [
            (
                #""message":"Claude needs your permission to use Bash""#,
                .asks(.permission, tool: "Bash", subject: nil)
            ),
            (
                #""message":"Claude needs your permission","notification_type":"permission_prompt""#,
                .asks(.permission, tool: "", subject: nil)
            ),
            (
                #""message":"Claude Code needs your approval for the plan","notification_type":"permission_prompt""#,
                .asks(.plan, tool: "ExitPlanMode", subject: nil)
            ),
            (
                #""message":"Claude Code needs your attention","notification_type":"permission_prompt""#,
                .asks(.question, tool: "AskUserQuestion", subject: nil)
            ),
            (
                #""message":"Pick one","notification_type":"elicitation_dialog""#,
                .asks(.question, tool: "", subject: "Pick one")
            ),
            (#""message":"Claude is waiting for your input","notification_type":"idle_prompt""#, nil),
            (#""message":"Claude is waiting for your input""#, nil), (#""x":1"#, nil),
        ] as [(String, HookReading?)])
    func `a notification tells of a dialog, and of nothing else`(fields: String, expected: HookReading?) throws {
        #expect(try reading(#"{"hook_event_name":"Notification",\#(fields)}"#) == expected)
    }

    @Test(
        arguments: [
            ("rate_limit", "You've hit your weekly limit · resets 4:49pm (UTC)", .overloaded, true),
            (
                "rate_limit", "API Error: Request rejected (429) · this may be a temporary capacity issue", .overloaded,
                false
            ),
            ("server_error", "API Error: 529 Overloaded. This is a server-side issue", .overloaded, false),
            (
                "unknown",
                "API Error: 400 messages.1.content.0: `thinking` or `redacted_thinking` blocks in the latest "
                    + "assistant message cannot be modified.", .thinkingCorruption, false
            ),
            ("invalid_request", "Prompt is too long", .promptTooLong, false),
            ("authentication_failed", "Please run /login · API Error: 401 x", .authentication, false),
            ("unknown", "API Error: 400 stand-in error", .invalidRequest, false),
            ("unknown", "API Error: Connection error.", .network, false),
            ("unknown", "API Error: Unable to connect to API (ECONNREFUSED)", .network, false),
            ("unknown", "Something else", .other, false),
        ] as [(String, String, AgentErrorKind, Bool)])
    func `a failed turn names its kind`(code: String, text: String, kind: AgentErrorKind, isLimit: Bool) throws {
        let payload = #"{"hook_event_name":"StopFailure","error":"\#(code)","last_assistant_message":"\#(text)"}"#
        #expect(try reading(payload) == .turnFailed(kind, isLimit: isLimit, text: text))
    }
}
