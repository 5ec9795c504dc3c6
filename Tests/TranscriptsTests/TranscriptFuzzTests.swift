import Foundation
import Model
import TestSupport
import Testing
import Transcripts

/// Real transcripts, damaged in every way that a seed can think of. `CCMUX_FUZZ` says how many.
@Suite struct TranscriptFuzzTests {
    private static let count = Fuzz.count
    private static let seed = Fuzz.seed ?? defaultSeed
    private static let defaultSeed: UInt64 = 20_261_121

    @Test func `whatever is left of a transcript, it is read the same from each side`() async throws {
        let samples = try Records.agents.flatMap { agent in
            try ["main", "fork", "clear"].map { name in
                let bytes = try [UInt8](Data(contentsOf: URL(filePath: Records.path(agent, name))))
                return (Records.format(agent), bytes.split(separator: 0x0A).map(Array.init))
            }
        }
        var random = SplitMix64(seed: Self.seed)
        let scratch = try Scratch()
        for round in 0..<Self.count {
            // Other tests have few threads to run on.
            await Task.yield()
            let sample = samples[Int.random(in: 0..<samples.count, using: &random)]
            var format = sample.0
            let damaged = Mutation.damaged(sample.1, &random)
            try scratch.write(damaged)
            if round % 50 == 49 { format = format == .codex ? .claude : .codex }
            let transcript = scratch.transcript(format)
            let all = try transcript.all(maximumTurns: 10_000)
            check(all, damaged.count, round)
            let count = Int.random(in: 1...6, using: &random)
            let last = try transcript.last(count)
            if format == .claude {
                #expect(last.turns.map(\.offset) == all.turns.suffix(count).map(\.offset), "\(round)")
            }
            guard round % 8 == 0 else { continue }
            let turns = try Pieces.read(damaged, format, upTo: 20_000, &random)
            let difference = Pieces.difference(turns, all.turns)
            #expect(difference == nil, "\(round)")
        }
    }

    private func check(_ page: TranscriptPage, _ size: Int, _ round: Int) {
        let offsets = page.turns.map(\.offset)
        #expect(zip(offsets, offsets.dropFirst()).allSatisfy(<), "\(round)")
        for turn in page.turns {
            let items = turn.items.map(\.offset)
            #expect(zip(items, items.dropFirst()).allSatisfy(<=), "\(round)")
            #expect(turn.offset <= size && !turn.items.isEmpty || turn.usage != nil, "\(round)")
        }
        #expect(page.counts.broken <= page.counts.lines)
    }
}

enum Mutation {
    static func damaged(_ all: [[UInt8]], _ random: inout SplitMix64) -> [UInt8] {
        var lines = all
        let start = Int.random(in: 0..<lines.count, using: &random)
        lines = Array(lines[start..<min(lines.count, start + Int.random(in: 1...60, using: &random))])
        for _ in 0..<Int.random(in: 0...3, using: &random) { shuffle(&lines, &random) }
        var damaged = Array(lines.joined(separator: [0x0A])) + (Int.random(in: 0..<4, using: &random) > 0 ? [0x0A] : [])
        for _ in 0..<Int.random(in: 0...4, using: &random) where !damaged.isEmpty { change(&damaged, &random) }
        return damaged
    }

    private static func shuffle(_ lines: inout [[UInt8]], _ random: inout SplitMix64) {
        guard let index = lines.indices.randomElement(using: &random) else { return }
        switch Int.random(in: 0..<5, using: &random) {
        case 0: lines.insert(lines[index], at: lines.indices.randomElement(using: &random) ?? 0)
        case 1: lines.remove(at: index)
        case 2: lines.swapAt(index, lines.indices.randomElement(using: &random) ?? 0)
        case 3: lines[index] = Array(lines[index].prefix(Int.random(in: 0...lines[index].count, using: &random)))
        default: lines.shuffle(using: &random)
        }
    }

    private static func change(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<7, using: &random) {
        case 0: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: bytes[index] = 0
        case 2: bytes.removeSubrange(index..<min(bytes.count, index + Int.random(in: 1...200, using: &random)))
        case 3: bytes.insert(contentsOf: [UInt8](repeating: UInt8(ascii: "["), count: 10_000), at: index)
        case 4: bytes.insert(contentsOf: Array("\"{}[]:,\\u\nD8\r".utf8).shuffled(using: &random), at: index)
        case 5: bytes[index] = UInt8.random(in: 0x80...0xFF, using: &random)
        default: bytes.removeLast(bytes.count - index)
        }
    }
}
