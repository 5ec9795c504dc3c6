import Model
import Testing

@testable import Watchdog

@Suite struct LimitBudgetTests {
    private let reset = LimitScene.start.adding(seconds: 100)

    /// Hits the limit again each time, right after it was sent on.
    private func loop(_ scene: inout LimitScene, rounds: Int) {
        for _ in 0..<rounds {
            scene.hit(0, until: scene.now.adding(seconds: 60.5))
            scene.pass(120)
        }
    }

    @Test(arguments: [
        (LimitSettings.Mode.capped, 3, 3), (.capped, 1, 1), (.capped, 0, 0), (.unlimited, 3, 6), (.off, 3, 0),
    ])
    func `A session is sent on as often as its mode and budget allow`(
        _ mode: LimitSettings.Mode, _ budget: Int, _ expected: Int
    ) {
        var scene = LimitScene(1, rules: LimitRules(mode: mode, budget: budget, text: "go on"))
        loop(&scene, rounds: 6)
        #expect(scene.resumed.count == expected)
        if mode == .capped { #expect(scene.state(0) == .spent && scene.told(0).contains("limit.budget")) }
        if mode == .off { #expect(scene.reason(0) == "resuming is switched off") }
    }

    @Test func `Another day is another budget`() {
        var scene = LimitScene(1)
        loop(&scene, rounds: 5)
        #expect(scene.resumed.count == 3)
        scene.now = scene.now.adding(seconds: 86_400)
        loop(&scene, rounds: 1)
        #expect(scene.resumed.count == 4)
    }

    @Test func `A limit that comes back during the resuming parks the rest until its own end`() {
        var scene = LimitScene(3)
        for index in 0..<3 { scene.hit(index, until: reset) }
        scene.pass(131)
        #expect(scene.resumed.count == 1)
        let later = scene.now.adding(seconds: 1000)
        scene.hit(0, until: later, kind: .weekly)
        scene.pass(900)
        #expect(scene.resumed.count == 1)
        #expect(scene.limited?.limit.kind == .weekly)
        scene.pass(200)
        #expect(scene.resumed.count == 4)
    }

    @Test func `One that is over already as it comes back is found out by trying, not at once`() {
        var scene = LimitScene(1)
        scene.hit(0, until: reset)
        scene.pass(131)
        #expect(scene.resumed.count == 1)
        scene.hit(0, until: reset)
        scene.pass(200)
        #expect(scene.resumed.count == 1)
        #expect(scene.limited?.phase == .probing)
    }

    private static let variables: [([[String: String]], LimitRules)] = [
        ([[:]], LimitRules(mode: .capped, budget: 3, text: "continue")),
        ([["AMUX_RATE_LIMIT_MODE": "off"]], LimitRules(mode: .off, budget: 3, text: "continue")),
        ([["AMUX_RATE_LIMIT_MODE": "Unlimited"]], LimitRules(mode: .unlimited, budget: 3, text: "continue")),
        ([["AMUX_RATE_LIMIT_MODE": "mad"]], LimitRules(mode: .capped, budget: 3, text: "continue")),
        ([["AMUX_RATE_LIMIT_BUDGET": "7"]], LimitRules(mode: .capped, budget: 7, text: "continue")),
        ([["AMUX_RATE_LIMIT_BUDGET": "-1"]], LimitRules(mode: .capped, budget: 3, text: "continue")),
        (
            [["CC_RATE_LIMIT_RESUME_TEXT": "go on"], ["CC_RATE_LIMIT_RESUME_TEXT": "no"]],
            LimitRules(mode: .capped, budget: 3, text: "go on")
        ),
        ([["CC_RATE_LIMIT_RESUME_TEXT": "\u{1b}[A"]], LimitRules(mode: .capped, budget: 3, text: "continue")),
        ([["CC_RATE_LIMIT_RESUME_TEXT": " "]], LimitRules(mode: .capped, budget: 3, text: "continue")),
        (
            [[:], ["AMUX_RATE_LIMIT_BUDGET": "5"], ["AMUX_RATE_LIMIT_BUDGET": "6"]],
            LimitRules(mode: .capped, budget: 5, text: "continue")
        ),
    ]

    @Test(arguments: variables.indices) func `Variables are understood, the nearest first`(_ index: Int) {
        let (environments, expected) = Self.variables[index]
        #expect(LimitRules(environments, settings: LimitSettings()) == expected)
    }
}
