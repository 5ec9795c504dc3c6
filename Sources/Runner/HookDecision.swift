import Model

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What the daemon decided about a dialog, for the hook that waits for it: one JSON object on a line of its own.
///
/// The hook itself keeps what the agent handed it, so that a decision stays small and what goes back to the agent is
/// whole.
package struct HookDecision: Sendable, Hashable, Codable {
    package var allow: Bool
    /// What the agent is told with a refusal.
    package var message: String?
    /// A refusal that ends the turn, as a person's no at the dialog does.
    package var interrupt: Bool?
    /// To a question's text, the words that were chosen.
    package var answers: [String: String]?
    /// Allowed as a plan is: with the tool's own input, and in the mode that asks about each edit.
    package var isPlan: Bool?

    package init(
        allow: Bool, message: String? = nil, interrupt: Bool? = nil, answers: [String: String]? = nil,
        isPlan: Bool? = nil
    ) {
        self.allow = allow
        self.message = message
        self.interrupt = interrupt
        self.answers = answers
        self.isPlan = isPlan
    }

    /// As one line.
    package var line: [UInt8]? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        return (try? encoder.encode(self)).map { Array($0) + [UInt8(ascii: "\n")] }
    }

    /// Nil for anything that is not a decision.
    package init?(line: [UInt8]) {
        guard let decision = try? JSONDecoder().decode(HookDecision.self, from: Data(line)) else { return nil }
        self = decision
    }

    /// What Claude reads from the hook; nil where the payload has not what the decision needs.
    ///
    /// - Parameter payload: as the agent handed it over, whole.
    package func output(for payload: [UInt8]) -> [UInt8]? {
        var decision: [String: JSONValue] = ["behavior": allow ? "allow" : "deny"]
        if allow, answers != nil || isPlan == true {
            guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(payload)),
                case .object(var input) = value["tool_input"]
            else { return nil }
            if let answers { input["answers"] = .object(answers.mapValues { .string($0) }) }
            decision["updatedInput"] = .object(input)
            if isPlan == true {
                // 2.1.1 would stay in plan mode otherwise, and 2.1.329 takes no plan without its input.
                decision["updatedPermissions"] = [["type": "setMode", "mode": "default", "destination": "session"]]
            }
        }
        if !allow {
            decision["message"] = .string(message ?? "The user refused this.")
            if interrupt == true { decision["interrupt"] = true }
        }
        let output: JSONValue = [
            "hookSpecificOutput": ["hookEventName": "PermissionRequest", "decision": .object(decision)]
        ]
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        return (try? encoder.encode(output)).map { Array($0) + [UInt8(ascii: "\n")] }
    }
}
