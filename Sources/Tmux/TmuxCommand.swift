/// One tmux command with its arguments, before any quoting. Arguments are bytes: a folder's name need not be UTF-8.
package struct TmuxCommand: Sendable, Hashable {
    /// The command's full name, such as `list-panes`.
    package let name: String
    /// Its arguments as tmux shall see them.
    package let arguments: [[UInt8]]

    package init(_ name: String, _ arguments: String...) {
        self.init(name, arguments)
    }

    package init(_ name: String, _ arguments: [String]) {
        self.init(name, bytes: arguments.map { Array($0.utf8) })
    }

    package init(_ name: String, bytes arguments: [[UInt8]]) {
        self.name = name
        self.arguments = arguments
    }

    /// Whether the command may run others, and so be answered by more than one reply.
    var runsOthers: Bool {
        ["if-shell", "if", "source-file", "source", "run-shell", "run"].contains(name)
    }

    /// Whether it can be said at all: arguments are C strings on tmux's side.
    var isValid: Bool {
        !name.isEmpty && name.utf8.allSatisfy { $0 == 0x2d || ($0 >= 0x61 && $0 <= 0x7a) }
            && arguments.allSatisfy { !$0.contains(0) }
    }

    /// The command as tmux's own command language, for the control connection, a chain or a command inside
    /// another. Never holds a line break or a character that this language expands.
    package var line: [UInt8] {
        var line = Array(name.utf8)
        for argument in arguments {
            line.append(0x20)
            Self.appendQuoted(argument, to: &line)
        }
        return line
    }

    /// Several commands as one line; tmux leaves out the rest after the first that fails.
    package static func line(_ commands: [TmuxCommand]) -> [UInt8] {
        Array(commands.map(\.line).joined(separator: Array(" ; ".utf8)))
    }

    /// The command as words of a program's argument list. A word that ends in `;` would end the command.
    package var words: [[UInt8]] {
        [Array(name.utf8)]
            + arguments.map { argument in
                argument.last == 0x3b ? argument.dropLast() + [0x5c, 0x3b] : argument
            }
    }

    /// Plain words stay as they are; all else is put in double quotes, where everything but letters, digits
    /// and a few signs becomes `\ooo`, three octal digits, which tmux (3.0 and later) takes for that byte.
    private static func appendQuoted(_ argument: [UInt8], to line: inout [UInt8]) {
        if !argument.isEmpty, argument.allSatisfy(isPlain) {
            line += argument
            return
        }
        line.append(0x22)
        for byte in argument {
            if isPlain(byte) || isPlainInQuotes(byte) {
                line.append(byte)
            } else {
                line += [0x5c, 0x30 + (byte >> 6), 0x30 + ((byte >> 3) & 7), 0x30 + (byte & 7)]
            }
        }
        line.append(0x22)
    }

    /// Letters, digits and `-_./:,+@`: nothing that tmux's command language gives a meaning to.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
        case 0x2d, 0x5f, 0x2e, 0x2f, 0x3a, 0x2c, 0x2b, 0x40: true
        default: false
        }
    }

    /// Blanks and what occurs in UTF-8 are safe between quotes. 0xff is not: tmux's reader takes it for the end.
    private static func isPlainInQuotes(_ byte: UInt8) -> Bool {
        byte == 0x20 || (byte >= 0x80 && byte < 0xf8)
    }
}
