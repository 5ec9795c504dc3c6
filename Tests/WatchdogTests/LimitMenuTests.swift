import Model
import Testing

@testable import Watchdog

@Suite struct LimitMenuTests {
    private let reset = LimitScene.start.adding(seconds: 100)

    @Test func `A menu is answered once it takes keys, and what came of it is told`() {
        var scene = LimitScene(1)
        scene.hit(0, until: reset, menu: .limit(isAnswerable: true))
        scene.look()
        #expect(scene.answers == 0)
        scene.pass(2)
        #expect(scene.answers == 1)
        scene.change(0) { $0.menu = .none }
        scene.pass(1)
        #expect(scene.told(0) == ["limit.parked", "limit.answered"])
        scene.pass(130)
        #expect(scene.resumed.count == 1)
    }

    @Test func `One that stays is tried again, some times`() {
        var scene = LimitScene(1)
        scene.hit(0, until: reset, menu: .limit(isAnswerable: true))
        scene.pass(100)
        #expect(scene.answers == 6)
        #expect(scene.state(0) == .manual)
        #expect(scene.reason(0) == "its menu cannot be answered")
    }

    @Test func `One without the option is left to a person`() {
        var scene = LimitScene(1)
        scene.hit(0, until: reset, menu: .limit(isAnswerable: false))
        scene.pass(3)
        #expect(scene.answers == 0)
        #expect(scene.state(0) == .manual)
    }

    @Test func `A person who is first is respected`() {
        var scene = LimitScene(1)
        scene.hit(0, until: reset, menu: .limit(isAnswerable: true))
        scene.look()
        scene.change(0) { $0.menu = .none }
        scene.pass(200)
        #expect(scene.reason(0) == "a person answered its menu")
        #expect(scene.resumed.isEmpty)
    }

    @Test func `A menu that went with its agent was answered by nobody`() {
        var scene = LimitScene(1)
        scene.hit(0, until: reset, menu: .limit(isAnswerable: true))
        scene.look()
        let moment = scene.now.adding(seconds: 1)
        scene.change(0) { ($0.menu, $0.launched) = (.none, moment) }
        scene.pass(200)
        #expect(scene.resumed.count == 1)
    }

    @Test func `An agent that goes on by itself is left alone`() {
        var scene = LimitScene(2)
        scene.hit(0, until: reset, itself: true)
        scene.hit(1, until: reset)
        scene.pass(50)
        #expect(scene.state(0) == .continuesItself)
        scene.pass(52)
        let moment = scene.now
        scene.change(0) { ($0.state, $0.limit, $0.word) = (.working, nil, .other(moment)) }
        scene.pass(100)
        #expect(scene.state(0) == .resumed)
        #expect(scene.resumed == [scene.id(1)])
    }

    @Test func `So is one that a person told so in the menu`() {
        var scene = LimitScene(1)
        scene.hit(0, until: reset, menu: .limit(isAnswerable: true))
        scene.look()
        scene.hit(0, until: reset, itself: true)
        scene.change(0) { $0.menu = .none }
        scene.pass(50)
        #expect(scene.state(0) == .continuesItself)
    }

    @Test func `One that a person told not to is the person's`() {
        var scene = LimitScene(1)
        scene.hit(0, until: reset, itself: true)
        scene.pass(20)
        scene.change(0) { $0.limit?.continuesItself = nil }
        scene.pass(5)
        #expect(scene.state(0) == .continuesItself)
        scene.pass(200)
        #expect(scene.reason(0) == "a person told it not to go on by itself")
        #expect(scene.resumed.isEmpty)
    }

    @Test func `One that was launched anew no longer goes on by itself, and is sent on`() {
        var scene = LimitScene(1)
        scene.hit(0, until: reset, itself: true)
        scene.pass(20)
        let moment = scene.now
        scene.change(0) { sight in
            sight.limit?.continuesItself = nil
            sight.launched = moment
        }
        scene.pass(120)
        #expect(scene.resumed.count == 1)
    }

    @Test func `One that does not keep its word is sent on after a while`() {
        var scene = LimitScene(1)
        scene.hit(0, until: reset, itself: true)
        scene.pass(390)
        #expect(scene.resumed.isEmpty)
        scene.pass(60)
        #expect(scene.resumed.count == 1)
    }
}
