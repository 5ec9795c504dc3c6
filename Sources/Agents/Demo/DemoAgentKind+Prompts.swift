package import Delivery

extension DemoAgentKind {
    package var queuesPrompts: Bool { true }

    package func typingForm(of text: String) -> TypingForm { CommandText.isCommand(text) ? .typed : .paste }

    package func promptTraces(in lines: ArraySlice<UInt8>) -> [PromptTrace] { ClaudePromptTraces.traces(in: lines) }

    package func lastMessage(ofTranscript tail: ArraySlice<UInt8>) -> String? {
        ClaudeAgent().lastMessage(ofTranscript: tail)
    }
}
