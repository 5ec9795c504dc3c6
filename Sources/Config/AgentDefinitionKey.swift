import Platform
import TOMLKit

/// One key of a kind's file: where it stands, what it takes, and where that goes.
struct AgentDefinitionKey: Sendable {
    let path: [String]
    let value: Value

    typealias Target<Kept> = any WritableKeyPath<AgentDefinition, Kept> & Sendable

    enum Value: Sendable {
        case text(Target<String>, TextRule)
        case line(Target<String?>, TextRule)
        /// The program and its first words: a list, or a text that is split at blanks.
        case command
        case words(Target<[String]>, WordRule)
        case optionalWords(Target<[String]?>, WordRule)
        case seconds(Target<Double?>, ClosedRange<Double>)
        case count(Target<Int?>, ClosedRange<Int>)
        case table(Target<[String: String]>, name: TextRule, text: TextRule)
        case screen(AgentDefinition.ScreenPart)
        case title(AgentDefinition.TitlePart)
        case conversationFile(TextRule)
        case conversationLine
    }

    var name: String { path.joined(separator: ".") }

    /// As the end of "it must be …".
    var allowed: String {
        switch value {
        case .text(_, let rule), .line(_, let rule), .conversationFile(let rule): rule.allowed
        case .command: "a list of texts, or a text without quotes and signs for a shell"
        case .words, .optionalWords, .conversationLine: "a list of texts"
        case .seconds(_, let range): "a number from \(Int(range.lowerBound)) to \(Int(range.upperBound))"
        case .count(_, let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .table(_, let name, let text): "a table of \(name.allowed) to \(text.allowed)"
        case .screen, .title: "a pattern, or a list of patterns"
        }
    }

    /// Every key, in the order of the documentation.
    static let all: [AgentDefinitionKey] =
        [
            key("extends", .text(\.extends, .kind)),
            key("command", .command),
            key("install", .line(\.install, .oneLine)),
            key("startupDelay", .seconds(\.startupDelay, 0...120)),
            key("flags", .words(\.flags, .plain)),
            key("begin", .optionalWords(\.begin, .withConversation)),
            key("resume", .optionalWords(\.resume, .withConversation)),
            key("promptFlags", .optionalWords(\.promptFlags, .withPrompt)),
            key("environment", .table(\.environment, name: .variable, text: .variableValue)),
            key("conversation.file", .conversationFile(.conversationFile)),
            key("conversation.line", .conversationLine),
            key("screen.belowComposer", .count(\.belowComposer, 0...12)),
            key("screen.belowMenu", .count(\.belowMenu, 0...12)),
        ] + AgentDefinition.ScreenPart.allCases.map { key("screen.\($0.rawValue)", .screen($0)) }
        + AgentDefinition.TitlePart.allCases.map { key("title.\($0.rawValue)", .title($0)) }

    private static func key(_ name: String, _ value: Value) -> AgentDefinitionKey {
        AgentDefinitionKey(path: name.split(separator: ".").map(String.init), value: value)
    }

    /// The most entries in a list.
    static let listLimit = 50
}

/// What the words of a command line may hold beside plain text.
enum WordRule: Sendable {
    case plain, withConversation, withPrompt

    /// What is wrong with a word, as the end of "'flags' …"; nil when nothing is.
    func problem(_ word: String) -> String? {
        if word.utf8.contains(0) { return "holds a NUL character" }
        if word.utf8.count > 4096 { return "holds a text of more than 4096 bytes" }
        let conversation = AgentDefinition.conversationPlaceholder
        if word.contains(conversation), self != .withConversation {
            return "cannot hold '\(conversation)'; 'begin' and 'resume' can"
        }
        if word.contains(conversation), word != conversation {
            return "must hold '\(conversation)' as a text of its own"
        }
        if word.contains(AgentDefinition.promptPlaceholder), self != .withPrompt {
            return "cannot hold '\(AgentDefinition.promptPlaceholder)'; 'promptFlags' can"
        }
        return nil
    }
}

extension TextRule {
    static let oneLine = TextRule(allowed: "one line of at most 300 bytes") { text in
        !text.isEmpty && text.utf8.count <= 300 && text.utf8.allSatisfy { $0 >= 32 && $0 != 127 }
    }
    static let conversationFile = TextRule(
        allowed: "a path that begins with '/', '~/' or '\(AgentDefinition.directoryPlaceholder)/'"
    ) { text in
        let starts = ["/", "~/", AgentDefinition.directoryPlaceholder + "/"]
        return starts.contains { text.hasPrefix($0) } && text.utf8.count < 4096
            && text.utf8.allSatisfy { $0 >= 32 && $0 != 127 }
    }
    /// A name that the PATH is searched for, or an absolute path.
    static let program = TextRule(allowed: "a program's name, or its absolute path") { text in
        guard !text.isEmpty, text.utf8.count < 4096, !text.hasPrefix("-"),
            text.utf8.allSatisfy({ $0 >= 32 && $0 != 127 })
        else { return false }
        return text.hasPrefix("/") || !text.contains("/")
    }
}
