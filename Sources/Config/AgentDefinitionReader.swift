import Platform
import TOMLKit

/// Goes through a kind's file along the table of keys, and gathers all that does not fit it.
struct AgentDefinitionReader {
    private let places: [[String]: TOMLOutline.Place]
    private(set) var definition: AgentDefinition
    private(set) var problems: [ConfigurationReader.Problem] = []

    init(name: String, outline: TOMLOutline) {
        definition = AgentDefinition(name: name)
        places = outline.places()
    }

    var firstProblem: ConfigurationReader.Problem? { problems.min { $0.offset < $1.offset } }

    mutating func read(_ table: TOMLTable, path: [String] = []) {
        for name in table.keys {
            guard let value = table[name] else { continue }
            let here = path + [name]
            if let key = AgentDefinitionKey.all.first(where: { $0.path == here }) {
                take(key, value)
            } else if AgentDefinitionKey.all.contains(where: { $0.path.starts(with: here) }) {
                if let inner = value.table, value.type == .table {
                    read(inner, path: here)
                } else {
                    complain(here, "'\(here.joined(separator: "."))' must be a table, not \(value.type.named)")
                }
            } else {
                unknown(here)
            }
        }
    }

    private mutating func take(_ key: AgentDefinitionKey, _ value: any TOMLValueConvertible) {
        switch key.value {
        case .text(let target, let rule):
            if let text = text(key, value, rule) { definition[keyPath: target] = text }
        case .line(let target, let rule):
            if let text = text(key, value, rule) { definition[keyPath: target] = text }
        case .command: takeCommand(key, value)
        case .words(let target, let rule):
            if let words = words(key, value, rule) { definition[keyPath: target] = words }
        case .optionalWords(let target, let rule):
            if let words = words(key, value, rule) { definition[keyPath: target] = words }
        case .seconds(let target, let range):
            let whole = value.type == .int ? value.int.map(Double.init) : nil
            guard let number = whole ?? (value.type == .double ? value.double : nil) else {
                return mismatch(key, value)
            }
            guard range.contains(number) else { return complain(key.path, "'\(key.name)' must be \(key.allowed)") }
            definition[keyPath: target] = number
        case .count(let target, let range):
            guard value.type == .int, let number = value.int else { return mismatch(key, value) }
            guard range.contains(number) else { return complain(key.path, "'\(key.name)' must be \(key.allowed)") }
            definition[keyPath: target] = number
        case .table(let target, let name, let text): takeTable(key, value, target, name, text)
        case .screen(let part):
            if let patterns = patterns(key, value) { definition.screen[part] = patterns }
        case .title(let part):
            if let patterns = patterns(key, value) { definition.title[part] = patterns }
        case .conversationFile(let rule):
            guard let text = text(key, value, rule) else { return }
            definition.conversation = definition.conversation ?? .init()
            definition.conversation?.file = text
        case .conversationLine:
            guard let texts = texts(key, value) else { return }
            guard !texts.isEmpty, texts.allSatisfy({ !$0.isEmpty }) else {
                return complain(key.path, "'\(key.name)' must hold at least one text, and no empty one")
            }
            definition.conversation = definition.conversation ?? .init()
            definition.conversation?.line = texts
        }
    }

    // MARK: Values

    private mutating func text(
        _ key: AgentDefinitionKey, _ value: any TOMLValueConvertible, _ rule: TextRule
    ) -> String? {
        guard value.type == .string, let text = value.string else {
            mismatch(key, value)
            return nil
        }
        guard rule.accepts(text) else {
            complain(key.path, "'\(key.name)' must be \(rule.allowed)")
            return nil
        }
        return text
    }

    private mutating func texts(_ key: AgentDefinitionKey, _ value: any TOMLValueConvertible) -> [String]? {
        guard value.type == .array, let list = value.array else {
            mismatch(key, value)
            return nil
        }
        var texts: [String] = []
        for item in list {
            guard item.type == .string, let text = item.string else {
                complain(key.path, "'\(key.name)' must be \(key.allowed): there is \(item.type.named) in it")
                return nil
            }
            texts.append(text)
        }
        guard texts.count <= AgentDefinitionKey.listLimit else {
            complain(key.path, "'\(key.name)' holds more than \(AgentDefinitionKey.listLimit) texts")
            return nil
        }
        return texts
    }

    private mutating func words(
        _ key: AgentDefinitionKey, _ value: any TOMLValueConvertible, _ rule: WordRule
    ) -> [String]? {
        guard let words = texts(key, value) else { return nil }
        if let problem = words.lazy.compactMap(rule.problem).first {
            complain(key.path, "'\(key.name)' \(problem)")
            return nil
        }
        return words
    }

    /// Nobody's shell reads the text, so what a shell would make something of is refused.
    private mutating func takeCommand(_ key: AgentDefinitionKey, _ value: any TOMLValueConvertible) {
        var found: [String]?
        if value.type == .string, let text = value.string {
            guard !text.contains(where: { "\"'`$\\|&;<>()*?[]{}#~!\t\n".contains($0) }) else {
                return complain(
                    key.path, "'command' holds signs for a shell, and no shell reads it",
                    advice: "Write it as a list: command = [\"program\", \"word\"].")
            }
            found = text.split(separator: " ").map(String.init)
        } else {
            found = words(key, value, .plain)
        }
        guard let words = found else { return }
        guard let program = words.first, TextRule.program.accepts(program) else {
            return complain(key.path, "'command' must begin with \(TextRule.program.allowed)")
        }
        definition.command = words
    }

    private mutating func takeTable(
        _ key: AgentDefinitionKey, _ value: any TOMLValueConvertible,
        _ target: AgentDefinitionKey.Target<[String: String]>, _ nameRule: TextRule, _ textRule: TextRule
    ) {
        guard value.type == .table, let members = value.table else { return mismatch(key, value) }
        for name in members.keys {
            let path = key.path + [name]
            guard nameRule.accepts(name) else {
                complain(path, "'\(name)' in '\(key.name)' must be \(nameRule.allowed)")
                continue
            }
            guard let member = members[name], member.type == .string, let text = member.string else {
                complain(path, "'\(key.name).\(name)' must be a text in quotes")
                continue
            }
            guard textRule.accepts(text) else {
                complain(path, "'\(key.name).\(name)' must be \(textRule.allowed)")
                continue
            }
            definition[keyPath: target][name] = text
        }
    }

    private mutating func patterns(_ key: AgentDefinitionKey, _ value: any TOMLValueConvertible) -> [Pattern]? {
        let sources: [String]
        if value.type == .string, let text = value.string {
            sources = [text]
        } else {
            guard let texts = texts(key, value) else { return nil }
            sources = texts
        }
        var patterns: [Pattern] = []
        for (index, source) in sources.enumerated() {
            do throws(PatternProblem) {
                patterns.append(try Pattern(source))
            } catch {
                let which = sources.count > 1 ? "pattern \(index + 1) of '\(key.name)'" : "the pattern of '\(key.name)'"
                complain(
                    key.path, "\(which) cannot be used: \(error.reason)",
                    advice:
                        "Patterns are POSIX extended regular expressions; in TOML, '…' keeps backslashes as they are.")
                return nil
            }
        }
        return patterns
    }

    // MARK: Complaints

    private mutating func mismatch(_ key: AgentDefinitionKey, _ value: any TOMLValueConvertible) {
        complain(key.path, "'\(key.name)' must be \(key.allowed), not \(value.type.named)")
    }

    private mutating func unknown(_ path: [String]) {
        // An unknown section is named by the first key in it, which is what its writer looks for.
        let name = (places[path]?.firstKey ?? path).joined(separator: ".")
        let names = AgentDefinitionKey.all.map(\.name)
        let last = name.split(separator: ".").last.map(String.init) ?? name
        let leaf = nearest(last, among: AgentDefinitionKey.all.map { $0.path.last ?? "" })
        let meant =
            nearest(name, among: names) ?? AgentDefinitionKey.all.first { $0.path.last == leaf }?.name
            ?? nearest(name, among: ["screen", "title", "conversation"])
        complain(path, "there is no key '\(name.prefix(100))'", advice: meant.map { "Did you mean '\($0)'?" })
    }

    private mutating func complain(_ path: [String], _ reason: String, advice: String? = nil) {
        problems.append(.init(offset: places.nearest(path)?.offset ?? 0, reason: reason, advice: advice))
    }
}

extension [[String]: TOMLOutline.Place] {
    /// Of the path, or of what is nearest above it: tables in lists have no places.
    func nearest(_ path: [String]) -> TOMLOutline.Place? {
        for length in stride(from: path.count, to: 0, by: -1) {
            if let place = self[Array(path.prefix(length))] { return place }
        }
        return nil
    }
}
