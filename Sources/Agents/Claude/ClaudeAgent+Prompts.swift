package import Delivery
package import Model

extension ClaudeAgent {
    /// Around a turn's end 2.1.1 leaves what it queued lying there, or takes what comes later first; 2.1.139 does not.
    package func queuesPrompts(version: String?) -> Bool { AgentVersion(version) >= AgentVersion("2.1.139") }

    package var recordsQueue: Bool { true }

    /// What begins with a slash is taken out of the queue after those that came later (2.1.139).
    package func queuesApart(_ text: String) -> Bool { text.begins("/") }

    /// Ctrl-U takes a line; on 2.1.1 it stays at a line's beginning, and Backspace joins it to the one above.
    package var clearingKeys: [String] { ["C-u", "BSpace"] }

    /// `!` as the first character of what is pasted opens the shell mode, a lone `?` 2.1.1's help. A backslash right
    /// before the cursor makes Enter a line break.
    package func typingForm(of text: String) -> TypingForm {
        if CommandText.isCommand(text) { return .typed }
        if text.begins("!") || text == "?" { return .pasteAhead }
        // The list at a bare `@` stays open wherever the cursor is (2.1.139).
        if text.ends("@") { return .pasteThenBlank }
        return text.ends("\\") || CommandText.endsInMention(text) ? .pasteThenHome : .paste
    }

    package func check(sent text: String) throws(CcmuxError) {
        let word = text.trimmedBlanks()
        if ["exit", "quit", ":q", ":q!", ":wq", ":wq!", "/exit", "/quit"].contains(word) {
            throw CcmuxError(
                .refused, "'\(word)' would end Claude: it takes this for a command.",
                advice: "ccmux stop NAME ends it; with another word it is a prompt.")
        }
        if ["!", "&", "#"].contains(word) {
            throw CcmuxError(.refused, "'\(word)' alone opens a mode of Claude's.", advice: "Put a word behind it.")
        }
    }

    package func promptTraces(in lines: ArraySlice<UInt8>) -> [PromptTrace] { ClaudePromptTraces.traces(in: lines) }

    package func isSamePrompt(_ recorded: String, as sent: String) -> Bool {
        if recorded.utf8.elementsEqual(sent.utf8) || ClaudePromptText(sent).became(recorded) { return true }
        return CommandText.isSame(recorded, sent) || isImage(recorded, sent)
    }

    /// The path of an image at the beginning of a paste is replaced by a mark.
    private func isImage(_ recorded: String, _ sent: String) -> Bool {
        let mark = "[Image #"
        guard recorded.begins(mark), let end = recorded.range(ofBytes: "]") else { return false }
        let digits = recorded[..<end.lowerBound].utf8.dropFirst(mark.utf8.count)
        guard (1...6).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return false }
        guard let rest = ImagePath.ofFirstLine(sent) else { return false }
        return ClaudePromptText(String(rest)).became(String(recorded[end.upperBound...]))
    }

    package func isInComposer(_ draft: String, _ sent: String) -> Bool {
        DraftMatch.isSame(draft, sent) || DraftMatch.isPastedText(draft, sent) || DraftMatch.isImage(draft, sent)
    }
}
