package import Delivery
package import Model

/// A prompt gets into it, and is proven, as with the kind that it extends.
extension DefinedAgentKind {
    package func queuesPrompts(version: String?) -> Bool { base.queuesPrompts(version: version) }

    package var recordsQueue: Bool { base.recordsQueue }

    package var clearingKeys: [String] { base.clearingKeys }

    package func queuesApart(_ text: String) -> Bool { base.queuesApart(text) }

    package func typingForm(of text: String) -> TypingForm { base.typingForm(of: text) }

    package func check(sent text: String) throws(CcmuxError) { try base.check(sent: text) }

    package func promptTraces(in lines: ArraySlice<UInt8>) -> [PromptTrace] { base.promptTraces(in: lines) }

    package func isSamePrompt(_ recorded: String, as sent: String) -> Bool { base.isSamePrompt(recorded, as: sent) }

    package func isInComposer(_ draft: String, _ sent: String) -> Bool { base.isInComposer(draft, sent) }

    package func lastMessage(ofTranscript tail: ArraySlice<UInt8>) -> String? {
        base.lastMessage(ofTranscript: tail)
    }
}
