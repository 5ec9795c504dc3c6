package import Model
import Platform

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension ClaudeAgent {
    package func signal(fromHook payload: JSONValue) -> AgentSignal? {
        switch payload["hook_event_name"]?.string {
        case "SessionStart":
            guard let id = payload["session_id"]?.string.flatMap({ ConversationID($0) }) else { return nil }
            return .conversation(id, transcript: payload["transcript_path"]?.string)
        case "UserPromptSubmit": return .prompted(payload["prompt"]?.string)
        default: return nil
        }
    }

    /// What a Claude hands to its tools and hooks. A daemon or a tmux server that was started from inside one would pass
    /// it on; with CLAUDE_CODE_CHILD_SESSION a Claude keeps no transcript at all.
    private static let inherited: Set<String> = [
        "CLAUDECODE", "CLAUDE_CODE_ENTRYPOINT", "CLAUDE_CODE_EXECPATH", "CLAUDE_CODE_SESSION_ID",
        "CLAUDE_CODE_SSE_PORT",
        "CLAUDE_CODE_CHILD_SESSION", "CLAUDE_CODE_CHILD_NOTES_DIR", "CLAUDE_CODE_MESSAGING_SOCKET",
        "CLAUDE_CODE_MESSAGING_TOKEN", "CLAUDE_CODE_SESSION_ATTENDED", "CLAUDE_PID", "CLAUDE_ENV_FILE",
        "CLAUDE_PROJECT_DIR", "CLAUDE_EFFORT", "AI_AGENT", "COREPACK_ENABLE_AUTO_PIN",
        "NoDefaultCurrentDirectoryInExePath", "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE",
    ]

    package func droppedVariables(_ environment: [String: String], home: String) -> Set<String> {
        var dropped = Self.inherited
        if environment["GIT_EDITOR"] == "true" { dropped.insert("GIT_EDITOR") }
        if environment["CLAUDE_CONFIG_DIR"]?.isEmpty == true { dropped.insert("CLAUDE_CONFIG_DIR") }
        if environment["ANTHROPIC_API_KEY"] != nil, hasSubscription(environment, home: home) {
            dropped.insert("ANTHROPIC_API_KEY")
        }
        return dropped
    }

    package func loginProblem(_ environment: [String: String], home: String) -> String? {
        let keys = ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX"]
        if keys.contains(where: { environment[$0] != nil }) || hasSubscription(environment, home: home) { return nil }
        return "it is not logged in"
    }

    /// A key in the environment would be billed instead of the subscription that the user is logged in with.
    private func hasSubscription(_ environment: [String: String], home: String) -> Bool {
        if environment["CLAUDE_CODE_OAUTH_TOKEN"] != nil { return true }
        let folder = Self.folder(environment, home: home, directory: home)
        let files = ["\(folder)/.credentials.json", "\(folder)/.claude.json", "\(home)/.claude.json"]
        return files.contains { path in
            guard let bytes = try? Files.read(path, limit: 64 << 20),
                let value = try? JSONDecoder().decode(Login.self, from: Data(bytes))
            else { return false }
            return value.claudeAiOauth != nil || value.oauthAccount != nil
        }
    }

    private struct Login: Decodable {
        let claudeAiOauth: JSONValue?
        let oauthAccount: JSONValue?
    }
}
