import Model
import Testing
import Watchdog

@Suite struct UsageToldTests {
    private struct Look {
        var output: Int
        var isAtWork = false
        var day = "2026-11-21"
    }

    private func figures(_ output: Int) -> UsageFigures {
        UsageFigures(tokens: TokenUsage(output: output), messages: 1, costUSD: Double(output) / 2)
    }

    /// What is told at each look, as tokens; nil where nothing is.
    private func told(_ looks: [Look], hasPast: Bool = false) -> [Int?] {
        var memory: UsageTold?
        return looks.map { look in
            let step = UsageTold.step(
                memory, spent: look.output == 0 ? UsageFigures() : figures(look.output), day: look.day,
                isAtWork: look.isAtWork, hasPast: hasPast)
            memory = step.told
            return step.used?.tokens.total
        }
    }

    @Test func `Told is what a turn has used, once it has ended, and once`() {
        let outputs = [0, 5, 9, 9, 12]
        #expect(told(outputs.map { Look(output: $0, isAtWork: $0 == 5) }) == [nil, nil, 9, nil, 3])
    }

    @Test func `A day begins with nothing`() {
        let next = "2026-11-22"
        let looks = [Look(output: 9), Look(output: 0, day: next), Look(output: 4, day: next)]
        #expect(told(looks) == [9, nil, 4])
    }

    @Test func `What shrinks is not told, and what comes after it is`() {
        #expect(told([Look(output: 9), Look(output: 2), Look(output: 6)]) == [9, nil, 4])
    }

    @Test func `An adopted conversation's past is not told`() {
        #expect(told([Look(output: 9), Look(output: 11)], hasPast: true) == [nil, 2])
    }

    @Test func `A daemon that begins anew goes on where it was`() throws {
        let first = UsageTold.step(nil, spent: figures(9), day: "d", isAtWork: false)
        let kept = try JSONCopy.copy(try #require(first.told))
        let second = UsageTold.step(kept, spent: figures(11), day: "d", isAtWork: false)
        #expect(second.used?.tokens.total == 2)
        #expect(second.used?.costUSD == 1)
    }
}
