package import Delivery
package import Model

extension CodexAgent {
    package func queuesPrompts(version: String?) -> Bool { true }

    package var clearingKeys: [String] { ["C-u"] }

    /// A list of files or skills that stands open at `@name` or `$name` takes the Enter; a blank closes it, and is cut
    /// off again.
    package func typingForm(of text: String) -> TypingForm {
        if CommandText.isCommand(text) { return .typed }
        return CommandText.endsInMention(text) ? .pasteThenBlank : .paste
    }

    package func check(sent text: String) throws(CcmuxError) {
        guard text.unicodeScalars.first(where: { !$0.properties.isWhitespace }) == "!" else { return }
        throw CcmuxError(
            .refused, "Codex would run this text as a shell command, since it begins with '!'.",
            advice: "Put a word before it.")
    }

    package func promptTraces(in lines: ArraySlice<UInt8>) -> [PromptTrace] { CodexPromptTraces.traces(in: lines) }

    /// Blanks and line breaks at both ends are cut off, and CR and CRLF are line feeds (0.163.0); the rest stays byte
    /// for byte.
    package func isSamePrompt(_ recorded: String, as sent: String) -> Bool {
        if recorded.utf8.elementsEqual(sent.utf8) { return true }
        if ImagePath.ofFirstLine(sent)?.isEmpty == true, recorded.begins("[Image #"), recorded.utf8.count < 20 {
            return true
        }
        return Self.trimmed(recorded).elementsEqual(Self.trimmed(Self.plain(sent)))
    }

    package func isInComposer(_ draft: String, _ sent: String) -> Bool {
        DraftMatch.isSame(draft, sent) || DraftMatch.isPastedContent(draft, sent) || DraftMatch.isImage(draft, sent)
    }

    private static func plain(_ sent: String) -> String {
        guard sent.utf8.contains(0x0D) else { return sent }
        var bytes: [UInt8] = []
        var before: UInt8 = 0
        for byte in sent.utf8 {
            if byte == 0x0D { bytes.append(0x0A) } else if byte != 0x0A || before != 0x0D { bytes.append(byte) }
            before = byte
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func trimmed(_ text: String) -> Substring.UTF8View {
        var scalars = text.unicodeScalars[...]
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
        return Substring(scalars).utf8
    }
}
