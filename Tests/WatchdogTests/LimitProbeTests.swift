import Model
import Testing

@testable import Watchdog

@Suite struct LimitProbeTests {
    private let reset = LimitScene.start.adding(seconds: 100)

    @Test func `Where nothing says until when, one session is sent on to try`() {
        var scene = LimitScene(3)
        for index in 0..<3 { scene.hit(index, until: nil) }
        scene.pass(299)
        #expect(scene.limited?.phase == .probing)
        #expect(scene.resumed.isEmpty)
        #expect(scene.told().filter { $0 == "limit.probing" }.count == 1)
        scene.pass(1)
        #expect(scene.resumed.count == 1)
        // It answers, so that the rest is sent on too.
        scene.pass(20)
        #expect(scene.resumed.count == 3)
        #expect(scene.told().last == "limit.lifted")
    }

    @Test func `A try that fails is followed by another, later and later`() {
        var scene = LimitScene(8)
        for index in 0..<8 { scene.hit(index, until: nil) }
        scene.delivers = false
        var times: [Double] = []
        for _ in 0..<20_000 {
            scene.pass(1)
            let sent = scene.take().compactMap { if case .resume(let id, _, _) = $0 { id } else { nil } }
            for id in sent {
                times.append(scene.now.seconds(since: LimitScene.start))
                let limit = UsageLimit(kind: .fiveHour, until: nil)
                let at = scene.now.adding(seconds: 0.5)
                scene.sights[id]?.delivery = .taken
                scene.sights[id]?.word = .limited(limit, at)
                scene.sights[id]?.since = at
                scene.sights[id]?.limit = limit
            }
            if times.count == 4 { break }
        }
        #expect(times.count == 4)
        let gaps = zip(times.dropFirst(), times).map { $0 - $1 }
        #expect(zip(gaps, [600.0, 1200, 2400]).allSatisfy { abs($0 - $1) < 10 }, "\(gaps)")
    }

    @Test func `A time that the record tells a moment after the hook is no news`() {
        var scene = LimitScene(1)
        scene.hit(0, until: nil)
        scene.pass(2)
        scene.hit(0, until: reset)
        scene.pass(3)
        #expect(scene.told() == ["limit.reached", "limit.parked"])
        #expect(scene.limited?.limit.until == reset)
    }

    @Test func `A time that is told later ends the trying`() {
        var scene = LimitScene(2)
        scene.hit(0, until: nil)
        scene.pass(12)
        #expect(scene.limited?.phase == .probing)
        scene.hit(1, until: reset)
        scene.pass(2)
        #expect(scene.limited?.phase == .waiting)
        scene.pass(200)
        #expect(scene.resumed.count == 2)
    }

    @Test func `Agents that name different times are not believed before one has tried`() {
        var scene = LimitScene(2)
        let later = reset.adding(seconds: 3000)
        scene.hit(0, until: reset)
        scene.hit(1, until: later)
        scene.pass(129)
        #expect(scene.limited?.phase == .probing)
        #expect(scene.resumed.isEmpty)
        scene.pass(1)
        #expect(scene.resumed.count == 1)
        scene.pass(20)
        #expect(scene.resumed.count == 2)
    }

    @Test func `The later of two times is the end in any case`() {
        var scene = LimitScene(1, rules: LimitRules(mode: .capped, budget: 3, text: "continue"))
        scene.hit(0, until: reset)
        scene.look()
        scene.hit(0, until: reset.adding(seconds: 400))
        scene.change(0) { $0.draft = true }
        scene.pass(535)
        #expect(scene.limited?.phase == .over)
    }

    @Test func `Two limits of different kinds do not disagree: the longer counts`() {
        var scene = LimitScene(2)
        scene.hit(0, until: reset)
        scene.hit(1, until: reset.adding(seconds: 1000), kind: .weekly)
        scene.pass(1000)
        #expect(scene.resumed.isEmpty)
        #expect(scene.limited?.phase == .waiting)
        scene.pass(200)
        #expect(scene.resumed.count == 2)
    }

    private static let merges: [(first: Double, second: Double, result: Double)] = [
        // Whole minutes give way to seconds.
        (10, 47.5, 47.5), (47.5, 10, 47.5), (10, 70, 70), (70, 10, 70),
    ]

    @Test(arguments: merges.indices) func `Times within two minutes are the same`(_ index: Int) {
        let row = Self.merges[index]
        // 10 s after the start is a whole minute.
        var limited = LimitedAccount(
            account: AccountID(rawValue: "x"),
            limit: UsageLimit(kind: .usage, until: LimitScene.start.adding(seconds: row.first)), since: LimitScene.start
        )
        limited.merge(
            UsageLimit(kind: .weekly, until: LimitScene.start.adding(seconds: row.second)), now: LimitScene.start)
        #expect(limited.limit.until == LimitScene.start.adding(seconds: row.result))
        #expect(limited.earliest == nil)
        #expect(limited.limit.kind == .weekly)
    }
}
