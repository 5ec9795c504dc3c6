import Model

/// The hooks of a `--settings` value, in the shape that Claude reads:
/// `{"hooks": {EVENT: [{"matcher": M, "hooks": [{"type": "command", "command": C, "timeout": S}]}]}}`.
struct Settings: Equatable {
    struct Hook: Equatable {
        var matcher: String?
        var command: String
        /// Seconds.
        var timeout: Double
    }

    /// By event name.
    private(set) var hooks: [String: [Hook]] = [:]

    static let defaultTimeout = 5.0

    init() {}

    /// Nil where the text is no JSON object. What is not understood inside is left out.
    init?(json bytes: [UInt8]) {
        guard let json = JSONValue(parsing: bytes), json.object != nil else { return nil }
        guard json["disableAllHooks"]?.isTrue != true else { return }
        for (event, groups) in json["hooks"]?.object ?? [:] {
            hooks[event] = (groups.array ?? []).flatMap { group in
                (group["hooks"]?.array ?? []).compactMap { hook in
                    guard hook["type"]?.string == "command", let command = hook["command"]?.string else { return nil }
                    let timeout = hook["timeout"]?.number ?? Settings.defaultTimeout
                    return Hook(
                        matcher: group["matcher"]?.string, command: command, timeout: min(max(timeout, 0.1), 3600))
                }
            }
        }
    }

    func hooks(for event: HookEvent) -> [Hook] {
        (hooks[event.name] ?? []).filter { hook in
            guard let matcher = hook.matcher, !matcher.isEmpty, matcher != "*", !event.subject.isEmpty else {
                return true
            }
            return matcher.split(separator: "|").contains { $0 == event.subject }
        }
    }
}
