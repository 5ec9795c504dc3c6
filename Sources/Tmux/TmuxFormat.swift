/// Literal text in the arguments that tmux expands as formats: `-c`, `-s`, `-n`, `-T`, a new name, a condition.
/// There `#{…}` is replaced and `#(…)` RUNS a command, so whatever is not ours must be escaped.
package enum TmuxFormat {
    /// The text as a format that expands to just that text.
    ///
    /// tmux halves a run of `#`, except before `[`, where it leaves the run as it is (a style may follow).
    package static func escaped(_ literal: String) -> String {
        String(decoding: escaped(Array(literal.utf8)), as: UTF8.self)
    }

    /// The same for bytes.
    package static func escaped(_ literal: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(literal.count)
        var index = 0
        while index < literal.count {
            guard literal[index] == hash else {
                result.append(literal[index])
                index += 1
                continue
            }
            var end = index
            while end < literal.count, literal[end] == hash { end += 1 }
            let isBeforeBracket = end < literal.count && literal[end] == 0x5b
            result += [UInt8](repeating: hash, count: isBeforeBracket ? end - index : 2 * (end - index))
            index = end
        }
        return result
    }

    /// The text for arguments that tmux also hands to strftime (`display-message` does): `%` is doubled too.
    package static func escapedWithTime(_ literal: String) -> String {
        var result = ""
        for character in escaped(literal) {
            result.append(character)
            if character == "%" { result.append("%") }
        }
        return result
    }

    /// A condition that is true where the user option has exactly that value. Commas and closing braces
    /// would end a comparison's side, so they get a `#` before them.
    static func isEqual(option: String, value: String) -> String {
        var side = ""
        for character in escaped(value) {
            if character == "," || character == "}" { side.append("#") }
            side.append(character)
        }
        return "#{==:#{\(option)},\(side)}"
    }

    /// Whether this is the name of a user option that can stand in a format and as an argument as it is:
    /// `@` and then letters, digits, `_` or `-`.
    package static func isUserOption(_ name: String) -> Bool {
        name.utf8.first == 0x40 && name.utf8.count > 1
            && name.utf8.dropFirst().allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x5f, 0x2d: true
                default: false
                }
            }
    }

    private static let hash: UInt8 = 0x23
}
