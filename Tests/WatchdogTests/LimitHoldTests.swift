import Foundation
import Model
import Testing

@testable import Watchdog

@Suite struct LimitHoldTests {
    private let reset = LimitScene.start.adding(seconds: 100)

    @Test func `Prompts of sessions that were at rest go one after the other when it is over`() {
        var scene = LimitScene(4)
        scene.hit(0, until: reset)
        scene.pass(129)
        let held = (1..<4).allSatisfy { scene.hold($0) != nil }
        #expect(held)
        scene.pass(1)
        let first = (1..<4).map { scene.hold($0) == nil }
        // The parked one has the first place.
        #expect(first == [false, false, false])
        scene.pass(3)
        let second = (1..<4).map { scene.hold($0) == nil }
        #expect(second == [true, false, false])
        // Asked again right before it is typed.
        let again = scene.hold(1)
        #expect(again == nil)
        scene.pass(3)
        let third = (1..<4).map { scene.hold($0) == nil }
        #expect(third == [true, true, false])
    }

    @Test func `The prompt that sends a session on is let through, others behind it are not`() {
        var scene = LimitScene(2)
        scene.delivers = false
        scene.hit(0, until: reset)
        scene.pass(130)
        let holds = [scene.hold(0, source: "limits"), scene.hold(0)]
        #expect(holds[0] == nil && holds[1] != nil)
    }

    @Test func `A limit of Opus holds no agent that answers with another model`() {
        var scene = LimitScene(3)
        scene.hit(0, until: reset, kind: .opus)
        scene.look()
        let holds = [scene.hold(1, model: "claude-sonnet-5"), scene.hold(1, model: "claude-opus-5"), scene.hold(1)]
        #expect(holds.map { $0 == nil } == [true, false, false])
    }

    @Test func `What is saved is what is read`() throws {
        var scene = LimitScene(3)
        scene.hit(0, until: reset, itself: true)
        scene.hit(1, until: reset, menu: .limit(isAnswerable: true))
        scene.pass(7)
        let limited = try #require(scene.limited)
        let read = try JSONDecoder().decode(LimitedAccount.self, from: try JSONEncoder().encode(limited))
        #expect(read == limited)
    }

    @Test(arguments: 0..<24) func `Whatever is seen, no session is sent on more often than its budget allows`(
        _ seed: UInt64
    ) {
        var random = Dice(seed: seed)
        var scene = LimitScene(5, rules: LimitRules(mode: .capped, budget: 2, text: "continue"))
        for _ in 0..<150 {
            let index = Int(random.next() % 5)
            switch random.next() % 12 {
            case 0, 1: scene.hit(index, until: scene.now.adding(seconds: Double(random.next() % 400)))
            case 2: scene.hit(index, until: nil)
            case 3: scene.speak(index)
            case 4: scene.change(index) { $0.draft.toggle() }
            case 5: scene.change(index) { $0.isKnown.toggle() }
            case 6: scene.change(index) { $0.wanted = $0.wanted == .running ? .stopped : .running }
            case 7: scene.change(index) { $0.menu = .limit(isAnswerable: true) }
            case 8: scene.change(index) { $0.menu = .none }
            case 9:
                scene.change(index) {
                    $0.delivery = [nil, .expired, .failed, .waiting].randomElement(using: &random) ?? nil
                }
            case 10: scene.change(index) { $0.hasPrompts.toggle() }
            default: scene.delivers.toggle()
            }
            scene.pass(Int(random.next() % 30))
        }
        let keys = scene.take().compactMap { if case .resume(let id, _, let key) = $0 { "\(id) \(key)" } else { nil } }
        for index in 0..<5 {
            let rounds = Set(
                keys.filter { $0.hasPrefix("\(scene.id(index)) ") }.map { key in
                    key.split(separator: ":").prefix(4).joined(separator: ":")
                })
            #expect(rounds.count <= 2)
        }
        #expect(Set(scene.posted).count == scene.posted.count)
    }
}

private struct Dice: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
