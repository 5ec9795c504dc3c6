package import Delivery

extension DemoAgentKind {
    package func queuesPrompts(version: String?) -> Bool { true }

    package var clearingKeys: [String] { ["C-u", "BSpace"] }

    package func typingForm(of text: String) -> TypingForm { CommandText.isCommand(text) ? .typed : .paste }

    package func promptTraces(in lines: ArraySlice<UInt8>) -> [PromptTrace] { ClaudePromptTraces.traces(in: lines) }

    /// It keeps what is pasted as it is, but for line ends.
    package func isSamePrompt(_ recorded: String, as sent: String) -> Bool {
        recorded.utf8.elementsEqual(sent.utf8) || recorded.utf8.elementsEqual(PromptText.pasted(sent))
            || CommandText.isSame(recorded, sent)
    }

    package func isInComposer(_ draft: String, _ sent: String) -> Bool { DraftMatch.isSame(draft, sent) }

    package func lastMessage(ofTranscript tail: ArraySlice<UInt8>) -> String? {
        ClaudeAgent().lastMessage(ofTranscript: tail)
    }
}
