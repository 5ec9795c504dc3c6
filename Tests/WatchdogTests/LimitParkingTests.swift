import Model
import Testing

@testable import Watchdog

@Suite struct LimitParkingTests {
    private let reset = LimitScene.start.adding(seconds: 100)

    @Test func `Nothing is limited where nobody says so`() {
        var scene = LimitScene(2)
        scene.pass(5)
        #expect(scene.limited == nil)
    }

    @Test func `The first proof limits the account and holds the prompts of all its sessions`() throws {
        var scene = LimitScene(3)
        scene.hit(1, until: reset)
        scene.look()
        #expect(scene.told() == ["limit.reached", "limit.parked"])
        #expect(scene.state(1) == .parked)
        #expect(scene.state(0) == nil)
        let hold = scene.hold(0)
        #expect(try #require(hold).contains("five-hour limit; prompts wait until 2026-11-21T"))
        let own = scene.hold(1, source: "limits")
        #expect(own != nil)
    }

    @Test func `At the reset and a margin each is sent on once, one after the other`() {
        var scene = LimitScene(4)
        for index in [0, 2, 3] { scene.hit(index, until: reset) }
        scene.pass(129)
        #expect(scene.resumed.isEmpty)
        scene.pass(1)
        #expect(scene.resumed == [scene.id(0)])
        scene.pass(2)
        #expect(scene.resumed == [scene.id(0)])
        scene.pass(1)
        #expect(scene.resumed == [scene.id(0), scene.id(2)])
        scene.pass(600)
        #expect(scene.resumed == [scene.id(0), scene.id(2), scene.id(3)])
        #expect(Set(scene.posted).count == 3)
        #expect([0, 2, 3].allSatisfy { scene.told($0) == ["limit.parked", "limit.resumed"] })
        #expect(scene.told().last == "limit.lifted")
    }

    @Test func `A reset that is told in whole minutes may be at the minute's end`() {
        var scene = LimitScene(1)
        scene.hit(0, until: Timestamp(milliseconds: 1_795_264_080_000))
        scene.pass(70 + 60 + 29)
        #expect(scene.resumed.isEmpty)
        scene.pass(1)
        #expect(scene.resumed.count == 1)
    }

    @Test func `A restart in between changes nothing`() throws {
        var scene = LimitScene(2)
        scene.hit(0, until: reset)
        scene.hit(1, until: reset)
        scene.pass(50)
        let before = try #require(scene.limited)
        #expect(before.sessions.count == 2)
        // The reset passes while nobody looks, and then nothing has been seen of the agents yet.
        scene.now = reset.adding(seconds: 5000)
        scene.change(0) { $0.isKnown = false }
        scene.change(1) { $0.isKnown = false }
        scene.pass(2)
        #expect(scene.resumed.isEmpty)
        scene.change(0) { $0.isKnown = true }
        scene.change(1) { $0.isKnown = true }
        scene.pass(10)
        #expect(scene.resumed.count == 2)
    }

    @Test func `A crash between the intent and the prompt ends in one prompt`() {
        var scene = LimitScene(1)
        scene.delivers = false
        scene.hit(0, until: reset)
        scene.pass(130)
        #expect(scene.resumed.count == 1)
        #expect(scene.state(0) == .resuming)
        scene.delivers = true
        scene.pass(20)
        #expect(scene.posted.count == 1)
        #expect(scene.state(0) == .resumed)
        #expect(scene.sights[scene.id(0)]?.memory.budget.used(at: scene.now) == 1)
    }

    @Test func `A limit that came and went while the daemon was away is sent on at its start`() {
        var scene = LimitScene(1)
        scene.hit(0, until: reset)
        scene.now = reset.adding(seconds: 3600)
        scene.pass(2)
        #expect(scene.resumed.count == 1)
        scene.pass(2000)
        #expect(scene.resumed.count == 1)
    }

    @Test func `What a conversation said before the session was made is no news`() {
        var scene = LimitScene(1)
        scene.hit(0, until: reset)
        scene.now = reset.adding(seconds: 3600)
        let moment = scene.now
        scene.change(0) { $0.created = moment }
        scene.pass(5)
        #expect(scene.limited == nil)
    }

    @Test func `One that was over half a day ago is no news`() {
        var scene = LimitScene(1)
        scene.hit(0, until: reset)
        scene.now = reset.adding(seconds: 13 * 3600)
        scene.pass(5)
        #expect(scene.limited == nil)
    }

    @Test(arguments: [ParkedSession.State.manual])
    func `What was left to a person is not taken up again when all is forgotten`(_ state: ParkedSession.State) {
        var scene = LimitScene(1, rules: LimitRules(mode: .off, budget: 3, text: "continue"))
        scene.hit(0, until: reset)
        scene.pass(140)
        #expect(scene.state(0) == state)
        scene.pass(700)
        #expect(scene.limited == nil)
        scene.pass(50)
        #expect(scene.limited == nil)
        #expect(scene.resumed.isEmpty)
    }
}
