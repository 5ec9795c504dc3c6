/// Texts that an agent may take for something else than words for the model.
enum CommandText {
    /// A command of the agent's own: one line, `/` and a name, arguments after a blank. `/etc/passwd` is a path.
    static func isCommand(_ text: String) -> Bool { name(of: text) != nil }

    /// `/compact` of `/compact keep the names`.
    static func name(of text: String) -> String? {
        guard text.begins("/"), !text.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else { return nil }
        let word = text.utf8.prefix { $0 != 0x20 && $0 != 0x09 }
        guard word.count > 1, word.count <= 100, word.dropFirst().allSatisfy(isPart) else { return nil }
        return String(word)
    }

    /// The same command, however much blank stands between name and arguments.
    static func isSame(_ recorded: String, _ sent: String) -> Bool {
        guard recorded.begins("/"), sent.begins("/") else { return false }
        func parts(_ text: String) -> (Substring, String) {
            let name = text.prefix { !$0.isWhitespace }
            return (name, text[name.endIndex...].split(whereSeparator: \.isWhitespace).joined(separator: " "))
        }
        return parts(recorded) == parts(sent)
    }

    /// Of names of commands, those of plugins (`/plugin:name`) among them.
    private static func isPart(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "."): true
        default: byte >= 0x80
        }
    }

    /// The last word names a file or a skill, and a list of completions may stand open at it.
    static func endsInMention(_ text: String) -> Bool {
        let word = text.utf8.reversed().prefix { $0 > 0x20 }
        return word.last == UInt8(ascii: "@") || word.last == UInt8(ascii: "$")
    }
}
