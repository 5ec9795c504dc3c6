import Model
import TestSupport
import Testing
import Transcripts

/// A file that grows piece by piece, read by cursor.
enum Pieces {
    /// What is known in the end: what each reading gives replaces what was open.
    static func read(
        _ bytes: [UInt8], _ format: TranscriptFormat, upTo size: Int, _ random: inout SplitMix64
    ) throws -> [TranscriptTurn] {
        let scratch = try Scratch()
        try scratch.write([])
        var turns: [TranscriptTurn] = []
        var cursor = try scratch.transcript(format).all(maximumTurns: 10_000).cursor
        var index = 0
        while index < bytes.count {
            let end = min(bytes.count, index + Int.random(in: 1...size, using: &random))
            try scratch.append(bytes[index..<end])
            index = end
            let page = try scratch.transcript(format).after(cursor, maximumTurns: 10_000)
            #expect(page.isReplaced == nil)
            if let first = page.turns.first?.offset { turns.removeAll { $0.offset >= first } }
            turns += page.turns
            cursor = page.cursor
        }
        return turns
    }

    /// The first turn that is not the same, in a few words; nil where there is none.
    static func difference(_ turns: [TranscriptTurn], _ whole: [TranscriptTurn]) -> String? {
        guard let index = zip(turns, whole).enumerated().first(where: { $0.element.0 != $0.element.1 })?.offset else {
            return turns.count == whole.count ? nil : "\(turns.count) turns of \(whole.count)"
        }
        return "turn \(index): \(told(turns[index])) for \(told(whole[index]))"
    }

    private static func told(_ turn: TranscriptTurn) -> String {
        let items = turn.items.map { "\($0.kind.rawValue) \($0.label ?? "") @\($0.offset)" }.joined(separator: ", ")
        let usage = turn.usage.map { "\($0)" } ?? "no tokens"
        return "\(turn.id) @\(turn.offset) \(turn.outcome ?? "open"), \(usage) [\(items.prefix(2000))]"
    }
}
