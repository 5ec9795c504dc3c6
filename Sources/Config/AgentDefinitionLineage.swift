import Model

/// Follows `extends` from a kind's file up to a shipped kind, and checks what only the whole line can tell.
struct AgentDefinitionLineage {
    var files: [String: AgentDefinitionFile]
    var shipped: [String]
    /// Kinds whose files cannot be used.
    var broken: Set<String>

    private static let deepest = 16

    /// The whole definition; its `extends` is a shipped kind, or `generic`.
    func definition(of file: AgentDefinitionFile) throws(CcmuxError) -> AgentDefinition {
        var definition = file.definition
        var line = [definition.name]
        while !isRoot(definition.extends) {
            let parent = definition.extends
            if let start = line.firstIndex(of: parent) {
                let cycle = (line[start...] + [parent]).joined(separator: " → ")
                throw file.error("extends", "'extends' leads back to where it came from: \(cycle)")
            }
            line.append(parent)
            guard line.count <= Self.deepest else {
                throw file.error("extends", "'extends' goes on over more than \(Self.deepest) kinds")
            }
            definition = definition.inheriting(from: try self.parent(parent, of: file))
        }
        try check(definition, file)
        return definition
    }

    private func isRoot(_ kind: String) -> Bool { shipped.contains(kind) || kind == AgentDefinition.generic }

    private func parent(_ name: String, of file: AgentDefinitionFile) throws(CcmuxError) -> AgentDefinition {
        if let parent = files[name] {
            // What the parent says itself must hold for it alone as well.
            return parent.definition
        }
        if broken.contains(name) {
            throw file.error(
                "extends", "'extends' names '\(name)', whose own file cannot be used",
                advice: "Correct that file first.")
        }
        let known = shipped + [AgentDefinition.generic] + files.keys.sorted()
        let meant = nearest(name, among: known)
        throw file.error(
            "extends", "there is no kind '\(name)' to extend",
            advice: meant.map { "Did you mean '\($0)'?" } ?? "There are: \(known.joined(separator: ", ")).")
    }

    private func check(_ whole: AgentDefinition, _ file: AgentDefinitionFile) throws(CcmuxError) {
        guard whole.extends == AgentDefinition.generic else { return try checkExtension(whole, file) }
        guard !whole.command.isEmpty else {
            throw file.error(
                "command", "'command' is missing: it names the program",
                advice: "Add a line such as command = \"aider\", or extends = \"claude\".")
        }
        try checkConversation(whole, file)
    }

    /// What a shipped kind does with its conversations is its own affair.
    private func checkExtension(_ whole: AgentDefinition, _ file: AgentDefinitionFile) throws(CcmuxError) {
        let base = whole.extends
        let owned: [(String, Bool)] = [
            ("begin", whole.begin != nil), ("resume", whole.resume != nil),
            ("promptFlags", whole.promptFlags != nil), ("conversation", whole.conversation != nil),
        ]
        for (key, isSaid) in owned where isSaid {
            throw file.error(
                key, "'\(key)' cannot be said here: what extends \(base) begins and resumes as \(base) does")
        }
        if base == "demo", !whole.command.isEmpty {
            throw file.error("command", "'command' cannot be said here: the demo agent is ccmux itself")
        }
        if whole.command.count > 1 {
            throw file.error(
                "command",
                "'command' must be one word where a kind extends \(base): the program is asked for its --help",
                advice: "Write further words into 'flags', or a script that hands its arguments on.")
        }
    }

    private func checkConversation(_ whole: AgentDefinition, _ file: AgentDefinitionFile) throws(CcmuxError) {
        let placeholder = AgentDefinition.conversationPlaceholder
        let isNamed = whole.begin?.contains(placeholder) == true
        if let conversation = whole.conversation {
            guard !conversation.file.isEmpty, !conversation.line.isEmpty else {
                throw file.error("conversation", "'conversation' must have both 'file' and 'line'")
            }
            guard whole.resume != nil else {
                throw file.error("conversation", "'conversation' says nothing without 'resume'")
            }
            guard isNamed || !conversation.file.contains(placeholder) else {
                throw file.error(
                    "conversation.file", "'\(placeholder)' is known to the program only if 'begin' hands it on")
            }
        } else if isNamed {
            throw file.error(
                "begin", "'\(placeholder)' in 'begin' needs 'conversation' and 'resume', to come back to it")
        } else if whole.resume != nil {
            throw file.error("resume", "'resume' needs 'conversation', which says when there is one to resume")
        } else if whole.promptFlags != nil {
            throw file.error(
                "promptFlags",
                "'promptFlags' needs 'conversation': a first prompt would be given again with each launch")
        }
        guard isNamed || whole.resume?.contains(placeholder) != true else {
            throw file.error("resume", "'\(placeholder)' is known to the program only if 'begin' hands it on")
        }
    }
}
