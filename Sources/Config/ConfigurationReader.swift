import Model
import TOMLKit

/// Goes through a parsed document along the table of keys, and gathers all that does not fit it.
struct ConfigurationReader {
    struct Problem {
        /// Of the byte where it stands.
        var offset: Int
        var reason: String
        var advice: String?
        /// The key in full, when the problem is that there is no such key.
        var unknownKey: String?
    }

    private let places: [[String]: TOMLOutline.Place]
    private(set) var configuration = Configuration()
    private(set) var problems: [Problem] = []

    init(outline: TOMLOutline) {
        places = outline.places()
    }

    /// The first in the file of all that does not fit.
    var firstProblem: Problem? {
        guard var problem = problems.min(by: { $0.offset < $1.offset }) else { return nil }
        if let key = problem.unknownKey { (problem.reason, problem.advice) = ConfigurationKey.unknown(key) }
        return problem
    }

    mutating func read(_ table: TOMLTable, path: [String]) {
        for name in table.keys {
            guard let value = table[name] else { continue }
            let here = path + [name]
            if let key = ConfigurationKey.find(here) {
                take(key, value, here)
            } else if ConfigurationKey.isSection(here) {
                if let inner = value.table {
                    read(inner, path: here)
                } else {
                    complain(
                        here,
                        "'\(here.joined(separator: "."))' is a section and must be a table, not \(value.type.named)")
                }
            } else {
                unknown(here)
            }
        }
    }

    private mutating func take(_ key: ConfigurationKey, _ value: any TOMLValueConvertible, _ path: [String]) {
        switch key.value {
        case .text(let target, let rule):
            guard let text = value.string, value.type == .string else { return mismatch(key, value) }
            guard rule.accepts(text) else { return complain(path, "'\(key.name)' must be \(key.allowed)") }
            configuration[keyPath: target] = text
        case .choice(let target, let words):
            guard let text = value.string, value.type == .string else { return mismatch(key, value) }
            guard words.contains(text) else {
                let advice = nearest(text, among: words).map { "Did you mean \"\($0)\"?" }
                return complain(path, "'\(key.name)' must be \(key.allowed)", advice: advice)
            }
            configuration[keyPath: target] = text
        case .integer(let target, let range):
            guard value.type == .int, let number = value.int else { return mismatch(key, value) }
            guard range.contains(number) else { return complain(path, "'\(key.name)' must be \(key.allowed)") }
            configuration[keyPath: target] = number
        case .decimal(let target, let range):
            let number = value.type == .int ? value.int.map { Double($0) } : value.type == .double ? value.double : nil
            guard let number else { return mismatch(key, value) }
            guard range.contains(number) else { return complain(path, "'\(key.name)' must be \(key.allowed)") }
            configuration[keyPath: target] = number
        case .flag(let target):
            guard value.type == .bool, let flag = value.bool else { return mismatch(key, value) }
            configuration[keyPath: target] = flag
        case .list(let target, let rule):
            if let texts = texts(key, value, rule, path) { configuration[keyPath: target] = texts }
        case .command(let target, let rule):
            if value.type == .string, let line = value.string {
                guard rule.accepts(line) else { return complain(path, "'\(key.name)' must be \(key.allowed)") }
                configuration[keyPath: target] = .shell(line)
            } else if let words = texts(key, value, rule, path) {
                guard words.first != "" else { return complain(path, "'\(key.name)' names no program") }
                configuration[keyPath: target] = .program(words)
            }
        case .table(let target, let nameRule, let textRule):
            guard let members = value.table else { return mismatch(key, value) }
            for name in members.keys {
                let full = "\(key.name).\(name)"
                guard nameRule.accepts(name) else {
                    complain(path + [name], "'\(name)' in '\(key.name)' must be \(nameRule.allowed)")
                    continue
                }
                guard let member = members[name], member.type == .string, let text = member.string else {
                    complain(path + [name], "'\(full)' must be a text in quotes")
                    continue
                }
                guard textRule.accepts(text) else {
                    complain(path + [name], "'\(full)' must be \(textRule.allowed)")
                    continue
                }
                configuration[keyPath: target][name] = text
            }
        }
    }

    /// Nil, and complained of, where they do not fit.
    private mutating func texts(
        _ key: ConfigurationKey, _ value: any TOMLValueConvertible, _ rule: TextRule, _ path: [String]
    ) -> [String]? {
        guard let elements = value.array else {
            mismatch(key, value)
            return nil
        }
        var texts: [String] = []
        for element in elements {
            guard element.type == .string, let text = element.string else {
                complain(path, "'\(key.name)' must be \(key.allowed); one is \(element.type.named)")
                return nil
            }
            guard rule.accepts(text) else {
                complain(path, "'\(text.prefix(60))' in '\(key.name)' must be \(rule.allowed)")
                return nil
            }
            texts.append(text)
        }
        return texts
    }

    private mutating func mismatch(_ key: ConfigurationKey, _ value: any TOMLValueConvertible) {
        complain(key.path, "'\(key.name)' must be \(key.allowed), not \(value.type.named)")
    }

    private mutating func unknown(_ path: [String]) {
        // An unknown section is named by the first key in it, which is what its writer looks for.
        let full = places[path]?.firstKey ?? path
        problems.append(Problem(offset: offset(of: path), reason: "", unknownKey: full.joined(separator: ".")))
    }

    private mutating func complain(_ path: [String], _ reason: String, advice: String? = nil) {
        problems.append(Problem(offset: offset(of: path), reason: reason, advice: advice))
    }

    /// Of the path, or of what is nearest above it: tables in lists have no places.
    private func offset(of path: [String]) -> Int {
        for length in stride(from: path.count, to: 0, by: -1) {
            if let place = places[Array(path.prefix(length))] { return place.offset }
        }
        return 0
    }
}

extension ConfigurationKey {
    /// What to say about a key that is not there.
    static func unknown(_ name: String) -> (reason: String, advice: String) {
        let names = all.map(\.name)
        let last = name.split(separator: ".").last.map(String.init) ?? name
        let leaf = nearest(last, among: all.map { $0.path.last ?? "" })
        let meant =
            nearest(name, among: names) ?? all.first { $0.path.last == leaf }?.name
            ?? nearest(name, among: all.map { $0.section.joined(separator: ".") })
        let shown = String(name.prefix(100))
        return (
            "there is no key '\(shown)'",
            meant.map { "Did you mean '\($0)'?" } ?? "`ccmux config show` lists the keys."
        )
    }
}

extension TOMLType {
    /// With its article, for messages.
    var named: String {
        switch self {
        case .table: "a table"
        case .array: "a list"
        case .string: "a text"
        case .int: "a whole number"
        case .double: "a number with fractions"
        case .bool: "true or false"
        case .date, .time, .dateTime: "a date or time"
        }
    }
}
