#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A desktop notification through a terminal: OSC 9, which iTerm2, WezTerm, Ghostty, kitty, Windows Terminal and others
/// know, and the rest ignore.
package enum TerminalNotice {
    /// Characters of a notice.
    private static let longest = 200

    /// One line; what a terminal would act on is left out.
    package static func sequence(_ text: String) -> String {
        let plain = text.unicodeScalars.map { scalar -> Unicode.Scalar in
            let kind = scalar.properties.generalCategory
            return kind == .control || kind == .format || kind == .lineSeparator ? " " : scalar
        }
        return "\u{1B}]9;" + String(String.UnicodeScalarView(plain.prefix(longest))) + "\u{07}"
    }

    /// Writes to a terminal that another program draws on. Never waits: where it does not take it at once, it gets none.
    @discardableResult
    package static func write(_ text: String, to terminal: String) -> Bool {
        let descriptor = open(terminal, O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        guard isatty(descriptor) == 1 else { return false }
        let bytes = Array(sequence(text).utf8)
        #if canImport(Glibc)
            return Glibc.write(descriptor, bytes, bytes.count) == bytes.count
        #elseif canImport(Musl)
            return Musl.write(descriptor, bytes, bytes.count) == bytes.count
        #else
            return Darwin.write(descriptor, bytes, bytes.count) == bytes.count
        #endif
    }
}
