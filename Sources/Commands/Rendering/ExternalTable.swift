import Model

/// `ccmux external`: a line each.
enum ExternalTable {
    static func lines(
        _ list: ExternalList, now: Timestamp, home: String?, width: Int?, colour: Bool
    ) -> [String] {
        guard !list.conversations.isEmpty else { return ["No conversation that ccmux does not run was found."] }
        let table = TextTable(
            columns: [
                .init("UUID"), .init("AGENT", dropOrder: 3), .init("DIRECTORY", minimum: 12, cutsStart: true),
                .init("AGE", dropOrder: 2), .init("WRITER"), .init("LAST", minimum: 16, dropOrder: 1),
            ],
            rows: list.conversations.map { row($0, now: now, home: home) })
        var lines = table.lines(width: width, colour: colour)
        if list.more > 0 { lines.append("\(list.more) more: --limit NUMBER shows them.") }
        return lines
    }

    private static func row(_ conversation: ExternalConversation, now: Timestamp, home: String?) -> [TextTable.Cell] {
        let age = Age.text(seconds: Int(now.seconds(since: conversation.modified)))
        return [
            .init(conversation.uuid.text), .init(SafeText.oneLine(conversation.agent)),
            .init(directory(conversation.dir, home: home)), .init(age), .init(writer(conversation.writers)),
            .init(last(conversation)),
        ]
    }

    private static func directory(_ directory: String?, home: String?) -> String {
        guard let directory else { return "?" }
        if let home, home.count > 1, directory.hasPrefix(home + "/") {
            return SafeText.oneLine("~" + directory.dropFirst(home.count))
        }
        return SafeText.oneLine(directory)
    }

    static func writer(_ writers: [ConversationWriter]) -> String {
        guard let first = writers.first else { return "–" }
        let more = writers.count > 1 ? " +\(writers.count - 1)" : ""
        return "\(first.process.pid)\(first.evidence == .guess ? "?" : "")\(first.isServer ? " server" : "")\(more)"
    }

    private static func last(_ conversation: ExternalConversation) -> String {
        if let message = conversation.lastMessage { return cut(message) }
        return conversation.lastPrompt.map { "› " + cut($0) } ?? ""
    }

    private static func cut(_ text: String) -> String { SafeText.oneLine(String(text.prefix(200))) }
}
