import Model
import Platform

/// Where a prompt's text is from, and whether it can be one.
enum PromptInput {
    /// Bytes of UTF-8 that a prompt may have.
    static let limit = 1 << 20

    static func read(words: [String], file: String?, _ context: CommandContext) throws(CcmuxError) -> String {
        if let file { return try check(try read(file: file, context), "the file '\(SafeText.oneLine(file))'") }
        guard words == ["-"] else { return try check(words.joined(separator: " "), "the text") }
        guard !StandardStreams.inputIsTerminal else {
            throw CcmuxError(
                .invalid, "'-' reads the text from stdin, which is the terminal.",
                advice: "Lead something into it ('… | ccmux send NAME -'), or give --file F.")
        }
        return try check(try StandardStreams.readInput(), "the input")
    }

    private static func read(file: String, _ context: CommandContext) throws(CcmuxError) -> String {
        let shown = "'\(SafeText.oneLine(file))'"
        guard !file.isEmpty else { throw CcmuxError(.invalid, "Which file? '--file' got an empty name.") }
        let path = try context.absolute(file)
        switch Files.kind(of: path) {
        case .folder: throw CcmuxError(.invalid, "\(shown) is a folder; nothing was sent.")
        case .other:
            throw CcmuxError(
                .invalid, "\(shown) is no ordinary file; nothing was sent.",
                advice: "Read it by stdin: ccmux send NAME - < FILE")
        case .file, nil: break
        }
        if let stamp = Files.stamp(of: path), stamp.size > Int64(limit) { throw tooLong("the file \(shown)") }
        guard let bytes = try Files.read(path, limit: limit + 1) else {
            throw CcmuxError(.notFound, "There is no file \(shown); nothing was sent.")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CcmuxError(
                .invalid, "\(shown) is not UTF-8; nothing was sent.", advice: "Convert it first, with iconv.")
        }
        return text
    }

    /// - Parameter what: where it is from, for the message.
    private static func check(_ text: String, _ what: String) throws(CcmuxError) -> String {
        guard text.utf8.count <= limit else { throw tooLong(what) }
        guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
            let isEmpty = text.isEmpty
            throw CcmuxError(
                .invalid, "\(capital(what)) is empty\(isEmpty ? "" : " but for blanks"); nothing was sent.")
        }
        return text
    }

    private static func tooLong(_ what: String) -> CcmuxError {
        CcmuxError(
            .invalid, "\(capital(what)) is larger than \(limit >> 20) MiB; nothing was sent.",
            advice: "Leave it in a file in the session's directory, and tell the agent to read that.")
    }

    private static func capital(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst()
    }
}
