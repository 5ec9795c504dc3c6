/// Matching with `*`, in time that grows with the product of both lengths at most.
enum Glob {
    /// The whole text; `*` stands for any characters.
    static func matches(_ text: [Character], _ pattern: [Character]) -> Bool {
        matches(text.map { ($0, true) }, pattern)
    }

    /// The whole text; `*` stands for any open characters.
    static func matches(_ text: [(character: Character, isOpen: Bool)], _ pattern: [Character]) -> Bool {
        // Which beginnings of the pattern match what was read so far.
        var states = [Bool](repeating: false, count: pattern.count + 1)
        states[0] = true
        skipStars(&states, pattern)
        for letter in text {
            var next = [Bool](repeating: false, count: states.count)
            for (index, wanted) in pattern.enumerated() where states[index] {
                if wanted == "*", letter.isOpen { next[index] = true }
                if wanted == letter.character { next[index + 1] = true }
            }
            states = next
            skipStars(&states, pattern)
        }
        return states[pattern.count]
    }

    private static func skipStars(_ states: inout [Bool], _ pattern: [Character]) {
        for (index, wanted) in pattern.enumerated() where states[index] && wanted == "*" { states[index + 1] = true }
    }

    /// Of paths: `*` and `?` stay within a name, `**` does not.
    static func matches(path: [Character], _ pattern: [Character]) -> Bool {
        enum Token { case one(Character), any, star, stars }
        var tokens: [Token] = []
        var index = 0
        while index < pattern.count {
            if pattern[index] == "*", index + 1 < pattern.count, pattern[index + 1] == "*" {
                tokens.append(.stars)
                while index < pattern.count, pattern[index] == "*" { index += 1 }
                continue
            }
            tokens.append(pattern[index] == "*" ? .star : pattern[index] == "?" ? .any : .one(pattern[index]))
            index += 1
        }
        var states = [Bool](repeating: false, count: tokens.count + 1)
        func skip(_ states: inout [Bool]) {
            for (index, token) in tokens.enumerated() where states[index] {
                switch token {
                case .star, .stars: states[index + 1] = true
                default: break
                }
            }
        }
        states[0] = true
        skip(&states)
        for character in path {
            var next = [Bool](repeating: false, count: states.count)
            for (index, token) in tokens.enumerated() where states[index] {
                switch token {
                case .one(let wanted): if wanted == character { next[index + 1] = true }
                case .any: if character != "/" { next[index + 1] = true }
                case .star: if character != "/" { next[index] = true }
                case .stars: next[index] = true
                }
            }
            states = next
            skip(&states)
        }
        return states[tokens.count]
    }
}
