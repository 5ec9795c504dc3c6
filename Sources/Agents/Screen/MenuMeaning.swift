import Model

/// What an open menu is for, from its own words: never from words elsewhere on the screen. What none of the rules knows
/// is a dialog: that it waits for a person is seen from its shape.
enum MenuMeaning {
    /// - Parameters:
    ///   - head: lower case.
    ///   - labels: lower case.
    static func state(head: String, labels: [String], isMultiple: Bool, confirms: Bool) -> AgentState {
        let any = { (words: [String]) in labels.contains { label in words.contains { label.has($0) } } }
        if any(["wait for limit", "upgrade your plan", "limit to reset", "limit resets"]) { return .limited }
        if isTrust(head, any) { return .trust }
        if any(["resume from summary", "resume full session", "use session directory"]) { return .resume }
        if isLogin(head, any) { return .login }
        if isPlan(head, any) { return .plan }
        if isQuestion(head, labels, isMultiple) { return .question }
        return isPermission(head, labels, confirms) ? .permission : .dialog
    }

    private static func isTrust(_ head: String, _ any: ([String]) -> Bool) -> Bool {
        if any(["i trust this folder", "trust this folder", "trust this directory", "trust this workspace"]) {
            return true
        }
        let asks = [
            "do you trust", "accessing workspace", "is this a project you created or one you trust",
            "trust the files", "trust the contents", "trust this folder", "trust this directory",
        ]
        return asks.contains { head.has($0) } && !head.has("mcp server") && !head.has("hooks need review")
    }

    private static func isLogin(_ head: String, _ any: ([String]) -> Bool) -> Bool {
        if head.has("select login method") || head.has("sign in") || head.has("log in to") { return true }
        return any([
            "sign in with", "log in with", "login with", "claude account with subscription",
            "anthropic console account",
        ])
    }

    private static func isPlan(_ head: String, _ any: ([String]) -> Bool) -> Bool {
        if head.begins("exit plan mode") || head.begins("ready to code") || head.has("implement this plan") {
            return true
        }
        if head.has("written up a plan") || head.has("here is claude's plan") { return true }
        // A plan may be higher than the screen, and its heading out of sight.
        return any(["keep planning", "manually approve edits"]) && !head.begins("enter plan mode")
    }

    /// Its heading has a box for each question: `☐ Colour`.
    private static func isQuestion(_ head: String, _ labels: [String], _ isMultiple: Bool) -> Bool {
        let first = head.unicodeScalars.first { $0 != " " && $0 != "←" }
        if let first, ["☐", "☒", "☑", "✔", "✓"].contains(first) { return true }
        if labels.contains(where: { $0.begins("type something") || $0.begins("chat about this") }) { return true }
        if labels.contains(where: { $0.begins("none of the above") }) { return true }
        return labels.contains("submit answers")
    }

    /// It can be allowed or refused, and refusing does not leave the agent: set-up dialogs name Enter as the key that
    /// confirms, a tool's dialog does not (Claude); Codex asks `Would you like to …`.
    private static func isPermission(_ head: String, _ labels: [String], _ confirms: Bool) -> Bool {
        guard let first = labels.first, let last = labels.last else { return false }
        let allows = ["yes", "allow", "approve", "accept", "run"].contains { first.begins($0) }
        let refuses = labels.dropFirst().contains { label in
            ["no", "deny", "reject", "decline", "cancel", "don't", "type here", "tell "].contains { label.begins($0) }
        }
        // Of a list that is scrolled the refusal may be out of sight.
        if allows || isReversed(labels), plainly.contains(where: { head.has($0) }) { return true }
        guard allows, refuses, !last.has("exit") else { return false }
        let asks = ["do you want to ", "would you like to ", "allow ", "approve ", "permission", "wants to "]
        guard asks.contains(where: { head.has($0) }) else { return false }
        return !confirms || ["allow ", "requires approval", "needs your approval"].contains { head.has($0) }
    }

    /// The refusal comes first, as where an automatic mode could not decide (2.1.329): `No`, `Yes`.
    private static func isReversed(_ labels: [String]) -> Bool {
        labels.first == "no" && labels.dropFirst().contains("yes")
    }

    /// Nothing but a tool's use is asked for so.
    private static let plainly = [
        "would you like to run", "would you like to make", "would you like to grant", "would you like to apply",
        "do you want to approve", "do you want to proceed?", "do you want to make this edit", "do you want to create",
        "do you want to allow claude",
    ]
}
