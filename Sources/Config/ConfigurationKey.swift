import Model

/// One key of `config.toml`: its name, what it takes, and what it is for. The one table `all` drives reading, editing,
/// the template and what `config show` prints.
package struct ConfigurationKey: Sendable {
    /// The section, `agents` or `agents.environment`, apart from the key's own name.
    package let section: [String]
    /// Empty for a key that is a whole section of texts, such as `agents.environment`.
    package let leaf: String
    /// One sentence about it.
    package let summary: String
    let value: Value

    typealias Target<Kept> = any WritableKeyPath<Configuration, Kept> & Sendable

    enum Value: Sendable {
        case text(Target<String>, TextRule)
        case integer(Target<Int>, ClosedRange<Int>)
        case decimal(Target<Double>, ClosedRange<Double>)
        case flag(Target<Bool>)
        case choice(Target<String>, [String])
        /// Any number of texts.
        case list(Target<[String]>, TextRule)
        /// A line for a shell, or a program with its arguments.
        case command(Target<SetupWords>, TextRule)
        /// Any number of names with a text each.
        case table(Target<[String: String]>, name: TextRule, text: TextRule)
    }

    /// `tmux.socket`, `agents.environment`.
    package var name: String { path.joined(separator: ".") }

    var path: [String] { leaf.isEmpty ? section : section + [leaf] }

    package var isTable: Bool { if case .table = value { true } else { false } }

    /// What it takes, as the end of "it must be …".
    package var allowed: String {
        switch value {
        case .text(_, let rule): rule.allowed
        case .integer(_, let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .decimal(_, let range): "a number from \(Int(range.lowerBound)) to \(Int(range.upperBound))"
        case .choice(_, let words): "one of " + words.map { "\"\($0)\"" }.joined(separator: ", ")
        case .flag: "true or false"
        case .list(_, let rule): "a list of texts, each \(rule.allowed)"
        case .command(_, let rule): "\(rule.allowed), or a list of such: a program and its arguments"
        case .table(_, let name, let text): "a table of \(name.allowed) to \(text.allowed)"
        }
    }

    /// Words that it takes, for completions; empty where there are too many.
    package var words: [String] {
        switch value {
        case .choice(_, let words): words
        case .flag: ["true", "false"]
        default: []
        }
    }

    /// Its value in `configuration` as TOML: `"info"`, `30`, `{ A = "1" }`.
    package func literal(in configuration: Configuration) -> String {
        switch value {
        case .text(let path, _), .choice(let path, _): return TOMLText.quoted(configuration[keyPath: path])
        case .integer(let path, _): return String(configuration[keyPath: path])
        case .decimal(let path, _): return TOMLText.number(configuration[keyPath: path])
        case .flag(let path): return configuration[keyPath: path] ? "true" : "false"
        case .list(let path, _): return TOMLText.list(configuration[keyPath: path])
        case .command(let path, _):
            switch configuration[keyPath: path] {
            case .shell(let line): return TOMLText.quoted(line)
            case .program(let words): return TOMLText.list(words)
            }
        case .table(let path, _, _):
            let members = configuration[keyPath: path].sorted { $0.key < $1.key }
            guard !members.isEmpty else { return "{}" }
            let texts = members.map { "\(TOMLText.key($0.key)) = \(TOMLText.quoted($0.value))" }
            return "{ \(texts.joined(separator: ", ")) }"
        }
    }

    /// Its default as TOML.
    package var defaultLiteral: String { literal(in: Configuration()) }
}

/// What a text must be like.
struct TextRule: Sendable {
    /// As the end of "it must be …".
    var allowed: String
    var accepts: @Sendable (String) -> Bool

    static let executable = TextRule(allowed: "an absolute path, or \"\"") { $0.isEmpty || isPath($0) }
    static let path = TextRule(allowed: "an absolute path", accepts: isPath)
    static let socket = TextRule(allowed: "a name without '/', an absolute path, or \"\"") {
        $0.isEmpty || isPath($0) || ($0.utf8.count <= 64 && !$0.contains("/") && isPlain($0) && $0 != "." && $0 != "..")
    }
    static let kind = TextRule(allowed: "an agent kind (lower-case letters, digits and '-')") { text in
        !text.isEmpty && text.utf8.count <= 64
            && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
    }
    static let line = TextRule(allowed: "a line of at most 1,000 characters") { $0.utf8.count <= 1000 && isPlain($0) }
    static let prefix = TextRule(allowed: "a line of at most 64 characters") { $0.utf8.count <= 64 && isPlain($0) }
    static let variable = TextRule(allowed: "a variable's name (letters, digits and '_', no digit first)") { text in
        guard let first = text.utf8.first, !(48...57).contains(first) else { return false }
        return text.utf8.allSatisfy {
            (97...122).contains($0) || (65...90).contains($0) || (48...57).contains($0) || $0 == 95
        }
    }
    static let variableValue = TextRule(allowed: "a text without a NUL character") { !$0.utf8.contains(0) }

    private static func isPath(_ text: String) -> Bool {
        text.hasPrefix("/") && isPlain(text) && text.utf8.count < 4096
    }

    private static func isPlain(_ text: String) -> Bool { text.utf8.allSatisfy { $0 >= 32 && $0 != 127 } }
}
