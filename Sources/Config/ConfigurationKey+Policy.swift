import Model

/// Whom a section of policies is about.
enum PolicyScope: Sendable, Hashable {
    case everyone
    case group(String)
    case session(String)
}

extension ConfigurationKey {
    /// The keys of one section of policies; each takes the same.
    static func policy(_ scope: PolicyScope) -> [ConfigurationKey] {
        let section: [String] =
            switch scope {
            case .everyone: ["policy"]
            case .group(let name): ["policy", "groups", name]
            case .session(let name): ["policy", "sessions", name]
            }
        func key(_ leaf: String, _ value: Value, _ summary: String) -> ConfigurationKey {
            ConfigurationKey(section: section, leaf: leaf, summary: summary, value: value)
        }
        return [
            key(
                "approve", .list(\.[policy: scope].approveList, .toolPattern),
                "Tools that are allowed: \"Read\", \"Bash(git status*)\", \"Edit(src/**)\". These keys may also stand in"
                    + " [policy.groups.NAME] and [policy.sessions.NAME]; the more special word counts."),
            key(
                "confirm", .flag(\.[policy: scope].confirmFlag),
                "A dialog that asks nothing but yes or no is answered yes."),
            key(
                "pressEnter", .flag(\.[policy: scope].pressEnterFlag),
                "A screen that asks for Enter alone gets it."),
            key(
                "interrupted", .text(\.[policy: scope].interruptedText, .line),
                "What an agent is told that was interrupted while nobody watched; \"\" for nothing."),
            key(
                "trust", .flag(\.[policy: scope].trustFlag),
                "An agent that asks at its start whether its own directory is trusted is told yes."),
            key(
                "resumePicker",
                .choice(\.[policy: scope].resumeWord, PolicyRules.ResumeChoice.allCases.map(\.rawValue)),
                "How an old and long conversation goes on: full, from its summary, or ask: a person chooses."),
        ]
    }

    /// The key that a path means, those of sections with free names included.
    static func find(_ path: [String]) -> ConfigurationKey? {
        if let key = all.first(where: { $0.path == path }) { return key }
        if let key = price(path) { return key }
        guard path.count == 4, let scope = scope(of: path) else { return nil }
        return policy(scope).first { $0.leaf == path[3] }
    }

    package static func find(_ name: String) -> ConfigurationKey? {
        let words = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        // A model's name may have dots of its own.
        if words[0] == "prices", words.count > 3 {
            return find(["prices", words[1..<words.count - 1].joined(separator: "."), words[words.count - 1]])
        }
        return find(words)
    }

    /// Keys stand below this path.
    static func isSection(_ path: [String]) -> Bool {
        if all.contains(where: { $0.path.starts(with: path) }) { return true }
        if isPriceSection(path) { return true }
        return path == ["policy", "groups"] || path == ["policy", "sessions"]
            || (path.count == 3 && scope(of: path) != nil)
    }

    private static func scope(of path: [String]) -> PolicyScope? {
        guard path.count >= 3, path[0] == "policy", SessionName(path[2]) != nil else { return nil }
        return switch path[1] {
        case "groups": .group(path[2])
        case "sessions": .session(path[2])
        default: nil
        }
    }

    /// The keys of sections with free names that a configuration sets.
    package static func special(in configuration: Configuration) -> [ConfigurationKey] {
        let scopes =
            configuration.policy.groups.keys.sorted().map { PolicyScope.group($0) }
            + configuration.policy.sessions.keys.sorted().map { PolicyScope.session($0) }
        return prices(in: configuration)
            + scopes.flatMap { scope in
                let set = configuration[policy: scope].setKeys
                return policy(scope).filter { set.contains($0.leaf) }
            }
    }
}

extension Configuration {
    subscript(policy scope: PolicyScope) -> PolicyRules {
        get {
            switch scope {
            case .everyone: policy.everyone
            case .group(let name): policy.groups[name] ?? PolicyRules()
            case .session(let name): policy.sessions[name] ?? PolicyRules()
            }
        }
        set {
            switch scope {
            case .everyone: policy.everyone = newValue.withoutDefaults
            case .group(let name): policy.groups[name] = newValue
            case .session(let name): policy.sessions[name] = newValue
            }
        }
    }
}

extension PolicyRules {
    // As the file writes them; what is not said reads as the default.
    var approveList: [String] {
        get { approve ?? [] }
        set { approve = newValue }
    }
    var confirmFlag: Bool {
        get { confirm ?? false }
        set { confirm = newValue }
    }
    var pressEnterFlag: Bool {
        get { pressEnter ?? false }
        set { pressEnter = newValue }
    }
    var interruptedText: String {
        get { interrupted ?? "" }
        set { interrupted = newValue }
    }
    var trustFlag: Bool {
        get { trust ?? false }
        set { trust = newValue }
    }
    var resumeWord: String {
        get { (resumePicker ?? .full).rawValue }
        set { resumePicker = ResumeChoice(rawValue: newValue) ?? resumePicker }
    }

    /// Before nothing else, what says the default says nothing.
    fileprivate var withoutDefaults: PolicyRules {
        var rules = self
        if approve == [] { rules.approve = nil }
        if confirm == false { rules.confirm = nil }
        if pressEnter == false { rules.pressEnter = nil }
        if interrupted == "" { rules.interrupted = nil }
        if trust == false { rules.trust = nil }
        if resumePicker == .full { rules.resumePicker = nil }
        return rules
    }

    fileprivate var setKeys: Set<String> {
        var keys: Set<String> = []
        if approve != nil { keys.insert("approve") }
        if confirm != nil { keys.insert("confirm") }
        if pressEnter != nil { keys.insert("pressEnter") }
        if interrupted != nil { keys.insert("interrupted") }
        if trust != nil { keys.insert("trust") }
        if resumePicker != nil { keys.insert("resumePicker") }
        return keys
    }
}

extension TextRule {
    /// The shape of a rule; what it means is decided where it is used (`ToolPattern` in `Answers`).
    static let toolPattern = TextRule(allowed: "a tool, or a tool and a pattern: \"Read\", \"Bash(git status*)\"") {
        text in
        guard text.utf8.count <= 1000, text.utf8.allSatisfy({ $0 >= 32 && $0 != 127 }) else { return false }
        var name = text[...]
        if let open = text.firstIndex(of: "(") {
            guard text.hasSuffix(")"), text.index(after: open) < text.index(before: text.endIndex) else { return false }
            name = text[..<open]
        }
        return name.contains { $0.isLetter } && name.utf8.count <= 200
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-*.:".contains($0)) }
    }
}
