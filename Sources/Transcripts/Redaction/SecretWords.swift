/// Values that stand where a secret would and are none.
enum SecretWords {
    /// - Parameter isQuoted: it stood in quotes, so that it is no code.
    static func isPlain(_ value: ArraySlice<UInt8>, of shape: SecretShape, isQuoted: Bool) -> Bool {
        // A port, a count: nobody has a token of so few digits.
        if shape != .password, value.count < 8, value.allSatisfy(\.isDigit) { return true }
        if value.allSatisfy({ $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "x") || $0 == UInt8(ascii: ".") }) {
            return true
        }
        if !isQuoted {
            // A call, a subscript, a member: code that gets it from elsewhere.
            if value.contains(UInt8(ascii: "(")) || value.contains(UInt8(ascii: "[")) { return true }
            if codeBeginnings.contains(where: { value.starts(with: $0) }) { return true }
            // What types are called, with what follows a type.
            let word = value.prefix { $0.isAlphanumeric }
            if value.count - word.count <= 1, words.contains(lowered(word)) { return true }
        }
        return words.contains(lowered(value))
    }

    private static func lowered(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        bytes.map { (65...90).contains($0) ? $0 | 0x20 : $0 }
    }

    private static let words: Set<[UInt8]> = Set(
        [
            "null", "none", "true", "false", "undefined", "string", "optional", "required", "redacted", "hidden",
            "masked", "bytes", "boolean", "number", "object", "void", "self", "this", "const", "text", "char", "bool",
            "secretstr", "unset", "empty",
        ].map { Array($0.utf8) })

    private static let codeBeginnings = [
        "process.env", "os.environ", "os.getenv", "env.", "self.", "this.", "config.", "settings.", "secrets.",
        "request.", "req.", "args.", "options.", "ENV[", "std::", "String?",
    ].map { Array($0.utf8) }
}
