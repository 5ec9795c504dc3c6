import Model
import Testing

@testable import Watchdog

/// A person comes first, whatever was planned.
@Suite struct LimitPersonTests {
    private let reset = LimitScene.start.adding(seconds: 100)

    private static let deeds: [(String, @Sendable (inout LimitSight, Timestamp) -> Void)] = [
        ("it was stopped", { sight, _ in sight.wanted = .stopped }),
        ("it was stopped", { sight, _ in sight.wanted = .archived }),
        ("it went on", { sight, now in (sight.state, sight.word) = (.working, .other(now)) }),
        ("it went on", { sight, now in (sight.state, sight.word) = (.idle, .spoke(now)) }),
        ("it went on", { sight, _ in (sight.state, sight.word) = (.working, .unknown) }),
        ("another conversation was begun", { sight, _ in sight.conversation = .random() }),
        ("a person's text stands in its composer", { sight, _ in sight.draft = true }),
    ]

    @Test(arguments: deeds.indices) func `What a person does with a parked session is respected`(_ index: Int) {
        let (reason, deed) = Self.deeds[index]
        var scene = LimitScene(2)
        scene.hit(0, until: reset)
        scene.hit(1, until: reset)
        scene.pass(50)
        let moment = scene.now
        scene.change(0) { deed(&$0, moment) }
        scene.pass(300)
        #expect(scene.state(0) == .manual)
        #expect(scene.reason(0) == reason)
        #expect(scene.resumed == [scene.id(1)])
    }

    @Test func `A draft that goes again before the reset is no taking over`() {
        var scene = LimitScene(1)
        scene.hit(0, until: reset)
        scene.change(0) { $0.draft = true }
        scene.pass(50)
        scene.change(0) { $0.draft = false }
        scene.pass(100)
        #expect(scene.resumed.count == 1)
    }

    @Test func `One who typed and met the limit again is parked again`() {
        var scene = LimitScene(1)
        scene.hit(0, until: reset)
        scene.pass(20)
        let moment = scene.now
        scene.change(0) { ($0.state, $0.word) = (.working, .other(moment)) }
        scene.pass(3)
        #expect(scene.state(0) == .manual)
        scene.hit(0, until: reset)
        scene.pass(200)
        #expect(scene.resumed.count == 1)
        #expect(scene.told(0) == ["limit.parked", "limit.manual", "limit.parked", "limit.resumed"])
    }

    @Test func `Its own prompts send it on, and ours is not added`() {
        var scene = LimitScene(1)
        scene.hit(0, until: reset)
        scene.pass(100)
        scene.change(0) { $0.hasPrompts = true }
        let held = scene.hold(0)
        #expect(held != nil)
        scene.pass(60)
        #expect(scene.resumed.isEmpty)
        #expect(scene.state(0) == .resumed)
        let after = scene.hold(0)
        #expect(after == nil)
        #expect(scene.sights[scene.id(0)]?.memory.budget.used(at: scene.now) == 0)
    }

    @Test func `An agent that is away when the limit is over is waited for, and then left`() {
        var scene = LimitScene(2)
        scene.hit(0, until: reset)
        scene.hit(1, until: reset)
        scene.pass(50)
        scene.change(0) { $0.isKnown = false }
        scene.change(1) { $0.isKnown = false }
        scene.pass(300)
        #expect(scene.resumed.isEmpty)
        scene.change(1) { $0.isKnown = true }
        scene.pass(500)
        #expect(scene.resumed == [scene.id(1)])
        #expect(scene.reason(0) == "its agent does not run")
    }

    @Test func `A hibernated session is sent on as it sleeps`() {
        var scene = LimitScene(1)
        scene.hit(0, until: reset)
        scene.pass(50)
        scene.change(0) { ($0.wanted, $0.isKnown, $0.state) = (.hibernated, false, .hibernated) }
        scene.pass(100)
        #expect(scene.resumed.count == 1)
    }

    @Test func `A prompt that was given up is looked at anew, and costs nothing more`() {
        var scene = LimitScene(1)
        scene.delivers = false
        scene.hit(0, until: reset)
        scene.pass(130)
        scene.change(0) { $0.delivery = .expired }
        scene.pass(1)
        scene.change(0) { $0.delivery = nil }
        scene.delivers = true
        scene.pass(20)
        #expect(scene.posted.count == 1)
        #expect(scene.resumed.count == 2)
        #expect(scene.sights[scene.id(0)]?.memory.budget.used(at: scene.now) == 1)
    }

    @Test func `One that was cancelled is a person's`() {
        var scene = LimitScene(1)
        scene.delivers = false
        scene.hit(0, until: reset)
        scene.pass(130)
        scene.change(0) { $0.delivery = .cancelled }
        scene.pass(10)
        #expect(scene.state(0) == .manual)
        #expect(scene.resumed.count == 1)
    }

    @Test func `A limit that is cleared lets prompts go and leaves the sessions to the person`() throws {
        var scene = LimitScene(2)
        scene.hit(0, until: reset)
        scene.pass(5)
        var limited = try #require(scene.limited)
        let step = limited.clear(resuming: false, now: scene.now)
        scene.limited = limited
        #expect(step.actions.count == 2)
        scene.pass(10)
        #expect(scene.state(0) == .manual)
        let hold = scene.hold(1)
        #expect(hold == nil)
        scene.pass(500)
        #expect(scene.resumed.isEmpty)
    }

    @Test func `One that is cleared to go on goes on at once`() throws {
        var scene = LimitScene(2)
        scene.hit(0, until: reset)
        scene.hit(1, until: reset)
        scene.pass(5)
        var limited = try #require(scene.limited)
        _ = limited.clear(resuming: true, now: scene.now)
        scene.limited = limited
        scene.pass(10)
        #expect(scene.resumed.count == 2)
    }
}
