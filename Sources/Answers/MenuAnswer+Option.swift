package import Model

extension MenuAnswer {
    /// What a person typed: a number, `yes`, `no`, or an option's own words.
    package init(_ word: String) {
        let plain = OptionWords(word).plain
        if let number = Int(word), (1...99).contains(number) {
            self = .number(number)
        } else if plain == "yes" || plain == "y" {
            self = .yes
        } else if plain == "no" || plain == "n" {
            self = .no
        } else {
            self = .text(word)
        }
    }

    /// The option that is meant, by its words; nil where none or more than one could be meant.
    package func option(of menu: OpenMenu) -> OpenMenu.Option? {
        switch self {
        case .number(let number):
            if menu.options.contains(where: { $0.number != nil }) {
                return Self.only(menu.options.filter { $0.number == number })
            }
            return menu.options.indices.contains(number - 1) ? menu.options[number - 1] : nil
        case .yes: return Self.yes(menu)
        case .no: return Self.no(menu)
        case .text(let text): return Self.named(text, menu)
        }
    }

    private static func yes(_ menu: OpenMenu) -> OpenMenu.Option? {
        let options = menu.options.map { (option: $0, words: OptionWords($0.label)) }
        let pick = { (test: (OptionWords) -> Bool) in only(options.filter { test($0.words) }.map(\.option)) }
        switch menu.kind {
        case .permission: return pick(\.isPlainYes)
        case .plan:
            // Without the mode that comes with it: what follows is asked about one by one.
            return pick(\.isPlainYes) ?? pick { $0.isSomeYes && $0.plain.contains("manually approve") }
                ?? pick { $0.isSomeYes && !$0.isWider }
        case .trust: return pick(\.trusts) ?? pick { $0.isSomeYes && !$0.isWider }
        case .question:
            // The page on which answers are sent; any other question has answers of its own.
            return pick { $0.plain == "submit answers" } ?? pick(\.isPlainYes)
        case .resume, .limited, .login: return nil
        default: return pick(\.isPlainYes) ?? pick { $0.isSomeYes && !$0.isWider }
        }
    }

    private static func no(_ menu: OpenMenu) -> OpenMenu.Option? {
        switch menu.kind {
        case .resume, .limited, .login: return nil
        default:
            let options = menu.options.map { (option: $0, words: OptionWords($0.label)) }
            let plain = options.filter { $0.words.isNo }.map(\.option)
            return plain.isEmpty ? only(options.filter { $0.words.isRefusalInWords }.map(\.option)) : only(plain)
        }
    }

    /// Its words as they are; else as their beginning, where it begins only one.
    private static func named(_ text: String, _ menu: OpenMenu) -> OpenMenu.Option? {
        let wanted = OptionWords(text).plain
        guard !wanted.isEmpty else { return nil }
        let same = menu.options.filter { OptionWords($0.label).plain == wanted }
        if !same.isEmpty { return only(same) }
        guard wanted.unicodeScalars.count >= 3 else { return nil }
        return only(menu.options.filter { OptionWords($0.label).plain.hasPrefix(wanted) })
    }

    private static func only(_ options: [OpenMenu.Option]) -> OpenMenu.Option? {
        options.count == 1 ? options[0] : nil
    }
}

extension OpenMenu {
    /// The option of a menu of limits that stops, and waits for the reset; nil where none says so clearly.
    package var stopAndWait: Option? {
        guard kind == .limited else { return nil }
        let found = options.filter { option in
            let words = OptionWords(option.label).plain
            return words.hasPrefix("stop and wait") && !words.contains("automatically")
        }
        return found.count == 1 ? found[0] : nil
    }

    /// The option that resumes a conversation whole, or from its summary.
    package func resuming(whole: Bool) -> Option? {
        guard kind == .resume else { return nil }
        let found = options.filter {
            OptionWords($0.label).plain.hasPrefix(whole ? "resume full" : "resume from summary")
        }
        return found.count == 1 ? found[0] : nil
    }
}
