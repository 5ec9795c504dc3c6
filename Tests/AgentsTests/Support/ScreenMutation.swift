import Agents
import TestSupport

extension SplitMix64 {
    mutating func below(_ bound: Int) -> Int { bound > 0 ? Int(next() % UInt64(bound)) : 0 }
}

/// What can go wrong with a screen on its way, or what a hostile program draws.
struct ScreenMutation {
    var random: SplitMix64

    mutating func mutated(_ screen: ScreenText, other: ScreenText) -> ScreenText {
        var screen = screen
        for _ in 0...random.below(4) { apply(&screen, other) }
        return screen
    }

    private mutating func apply(_ screen: inout ScreenText, _ other: ScreenText) {
        guard !screen.lines.isEmpty else { return }
        let row = random.below(screen.lines.count)
        switch random.below(13) {
        case 0: flipBytes(&screen.lines[row], random.below(8) + 1)
        case 1: screen.lines.remove(at: row)
        case 2: screen.lines.insert(screen.lines[row], at: random.below(screen.lines.count + 1))
        case 3: screen.lines.swapAt(row, random.below(screen.lines.count))
        case 4: screen.lines = Array(screen.lines.prefix(row + 1))
        case 5: screen.lines = Array(screen.lines.dropFirst(row))
        case 6: screen.lines[row] = Array(screen.lines[row].prefix(random.below(screen.lines[row].count + 1)))
        case 7:
            insert(
                [[0x1B], [0x1B, 0x5B], Array("\u{1B}[38;5".utf8), Array("\u{1B}]8;;x".utf8)], into: &screen.lines[row])
        case 8:
            insert(
                [[0xFF, 0xFE], [0xC2], [0xE2, 0x9D], [0xF0, 0x9F, 0x98], [0x00], [0x0E]], into: &screen.lines[row])
        case 9:
            insert(
                ["❯ 1. Yes", "─────────", "esc to interrupt", "● ", "⎿ ", "› ", "✻ ", "… "].map { Array($0.utf8) },
                into: &screen.lines[row])
        case 10: screen.width = [1, 20, 60, 250, 1000][random.below(5)]
        case 11: huge(&screen.lines[row])
        default:
            let taken = random.below(other.lines.count)
            screen.lines.append(contentsOf: other.lines.dropFirst(taken))
        }
        // No terminal is higher.
        if screen.lines.count > 500 { screen.lines.removeLast(screen.lines.count - 500) }
    }

    private mutating func flipBytes(_ line: inout [UInt8], _ count: Int) {
        for _ in 0..<count where !line.isEmpty {
            line[random.below(line.count)] = UInt8(truncatingIfNeeded: random.next())
        }
    }

    private mutating func insert(_ pieces: [[UInt8]], into line: inout [UInt8]) {
        line.insert(contentsOf: pieces[random.below(pieces.count)], at: random.below(line.count + 1))
    }

    /// A row as long as no pane is wide, of one piece over and over.
    private mutating func huge(_ line: inout [UInt8]) {
        let pieces: [[UInt8]] = [
            [0x20], [0x41], Array("❯ 1. ".utf8), Array("\u{1B}[2m".utf8), Array("─".utf8), [0xFF], Array("(".utf8),
            Array("resets 3pm ".utf8), Array("\u{1B}[38;5;1;2;3m".utf8),
        ]
        let piece = pieces[random.below(pieces.count)]
        let count = [300, 3000, 30_000][random.below(3)] / piece.count
        for _ in 0..<count { line += piece }
    }
}
