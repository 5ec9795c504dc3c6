package import Model
import Transcripts

/// What of a transcript is shown.
package struct TranscriptView: Sendable, Hashable {
    /// Tool calls with their input and result; else a line for each.
    package var tools: Bool
    package var thinking: Bool
    /// The agent's own bookkeeping, and records that ccmux does not know.
    package var meta: Bool

    package init(tools: Bool = false, thinking: Bool = false, meta: Bool = false) {
        self.tools = tools
        self.thinking = thinking
        self.meta = meta
    }

    /// The turn with what is shown of it, tools' inputs as text.
    package func shown(_ turn: TranscriptTurn) -> TranscriptTurn {
        var turn = turn
        turn.items = turn.items.compactMap { item in
            switch item.kind {
            case .thinking where !thinking || item.text.isEmpty, .meta where !meta, .unknown where !meta: return nil
            default: break
            }
            var item = item
            if var tool = item.tool {
                tool.input = tools ? tool.input.map { ToolInput.text($0) } : nil
                if !tools {
                    // Whether there is a result is still told.
                    tool.result = tool.result.map { _ in "" }
                    tool.resultCutBytes = nil
                }
                item.tool = tool
            }
            return item
        }
        return turn
    }
}

extension SecretRedaction {
    /// Takes the secrets out of everything that a turn says.
    mutating func apply(to turn: inout TranscriptTurn) {
        for index in turn.items.indices {
            apply(to: &turn.items[index].text)
            apply(to: &turn.items[index].label)
            apply(to: &turn.items[index].thread)
            apply(to: &turn.items[index].model)
            for place in turn.items[index].attachments?.indices ?? 0..<0 {
                if let text = turn.items[index].attachments?[place] {
                    turn.items[index].attachments?[place] = apply(text)
                }
            }
            guard var tool = turn.items[index].tool else { continue }
            apply(to: &tool.name)
            apply(to: &tool.subject)
            apply(to: &tool.input)
            apply(to: &tool.result)
            turn.items[index].tool = tool
        }
    }

    mutating func apply(to source: inout TranscriptSource) {
        apply(to: &source.path)
        apply(to: &source.directory)
        apply(to: &source.title)
        apply(to: &source.conversation)
        apply(to: &source.forkedFrom)
    }

    private mutating func apply(to text: inout String?) {
        if let full = text { text = apply(full) }
    }

    private mutating func apply(to text: inout String) { text = apply(text) }
}
