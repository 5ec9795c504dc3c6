package import Model

/// What a dotted name on the command line means: a key, or a member of a table such as `agents.environment.NAME`.
struct ConfigurationTarget {
    var key: ConfigurationKey
    /// In a table.
    var member: String?

    var path: [String] { key.path + (member.map { [$0] } ?? []) }
    var name: String { path.joined(separator: ".") }

    /// - Throws: `.invalid` with the nearest key there is.
    init(_ name: String) throws(CcmuxError) {
        if let key = ConfigurationKey.find(name) {
            self.key = key
            return
        }
        let table = ConfigurationKey.all.first { $0.isTable && name.hasPrefix($0.name + ".") }
        guard let table, case .table(_, let rule, _) = table.value else {
            let error = ConfigurationKey.unknown(name)
            throw CcmuxError(.invalid, error.reason.capitalizedFirst + ".", advice: error.advice)
        }
        let member = String(name.dropFirst(table.name.count + 1))
        guard rule.accepts(member) else {
            throw CcmuxError(.invalid, "'\(member.prefix(100))' in '\(table.name)' must be \(rule.allowed).")
        }
        self.key = table
        self.member = member
    }

    /// `text` as TOML, when the key takes it.
    func literal(_ text: String) throws(CcmuxError) -> String {
        switch key.value {
        case .text(_, let rule):
            if rule.accepts(text) { return TOMLText.quoted(text) }
        case .choice(_, let words):
            if words.contains(text) { return TOMLText.quoted(text) }
        case .integer(_, let range):
            if let number = Int(text), range.contains(number) { return String(number) }
        case .decimal(_, let range):
            if let number = Double(text), range.contains(number) { return TOMLText.number(number) }
        case .flag:
            if ["true", "false"].contains(text) { return text }
        case .list(_, let rule):
            let parts = Self.parts(of: text)
            if parts.allSatisfy(rule.accepts) { return TOMLText.list(parts) }
        case .command(let path, let rule):
            // What reads as a list is one; `[ -e x ]` is the shell's.
            if text.hasPrefix("["), let meant = try? Configuration.parse(Array("\(key.name) = \(text)".utf8), name: ""),
                case .program(let words) = meant[keyPath: path]
            {
                return TOMLText.list(words)
            }
            if rule.accepts(text) { return TOMLText.quoted(text) }
        case .table(_, _, let rule):
            guard member != nil else {
                throw CcmuxError(
                    .invalid, "'\(name)' is a table.", advice: "Set one of its members: \(name).NAME VALUE.")
            }
            if rule.accepts(text) { return TOMLText.quoted(text) }
            throw CcmuxError(.invalid, "'\(name)' must be \(rule.allowed).")
        }
        throw CcmuxError(.invalid, "'\(name)' must be \(key.allowed).")
    }

    /// A list as it is typed: texts with commas between; commas in parentheses belong to their text.
    private static func parts(of text: String) -> [String] {
        var parts = [""]
        var depth = 0
        for character in text {
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if character == ",", depth <= 0 { parts.append("") } else { parts[parts.count - 1].append(character) }
        }
        return parts.map { part in
            String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }.filter { !$0.isEmpty }
    }

    /// Its value in `configuration` without quotes; a table as TOML; nil for a member that is not there.
    func plain(in configuration: Configuration) -> String? {
        switch key.value {
        case .text(let path, _), .choice(let path, _): configuration[keyPath: path]
        case .integer(let path, _): String(configuration[keyPath: path])
        case .decimal(let path, _): TOMLText.number(configuration[keyPath: path])
        case .flag(let path): configuration[keyPath: path] ? "true" : "false"
        case .list(let path, _): configuration[keyPath: path].joined(separator: ", ")
        case .command(let path, _):
            if case .shell(let line) = configuration[keyPath: path] { line } else { key.literal(in: configuration) }
        case .table(let path, _, _):
            if let member { configuration[keyPath: path][member] } else { key.literal(in: configuration) }
        }
    }
}

extension Configuration {
    /// The value of a key, or of a member of a table, as `config get` prints it; nil for a member that is not there.
    ///
    /// - Throws: `.invalid` for an unknown key.
    package func value(of key: String) throws(CcmuxError) -> String? {
        try ConfigurationTarget(key).plain(in: self)
    }
}

extension String {
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
