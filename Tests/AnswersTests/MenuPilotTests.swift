import Answers
import Model
import Testing

/// An agent with a menu, as slow and as stubborn as a test wants it.
private struct FakeAgent {
    var labels: [String]
    var cursor = 0
    var isOpen = true
    var chosen: String?
    /// Seconds from a key to its effect.
    var delay = 0.05
    /// Enter is not taken before.
    var takesEnterFrom = 0.0
    var takesKeys = true
    var queue: [(at: Double, key: MenuPilot.Key)] = []
    var pressed: [MenuPilot.Key] = []
    /// What opens when the menu is answered.
    var next: OpenMenu?

    var menu: OpenMenu {
        OpenMenu(
            kind: .permission, question: "Do you want to proceed?",
            options: labels.enumerated().map {
                .init(number: $0.offset + 1, label: $0.element, isSelected: $0.offset == cursor)
            })
    }

    mutating func press(_ key: MenuPilot.Key, at now: Double) {
        pressed.append(key)
        queue.append((now + delay, key))
    }

    mutating func look(at now: Double) -> MenuPilot.Seen {
        while let first = queue.first, first.at <= now {
            queue.removeFirst()
            guard takesKeys, isOpen else { continue }
            switch first.key {
            case .up: cursor = max(0, cursor - 1)
            case .down: cursor = min(labels.count - 1, cursor + 1)
            case .enter where first.at >= takesEnterFrom:
                isOpen = false
                chosen = labels[cursor]
            case .enter: break
            }
        }
        return isOpen ? .menu(menu) : next.map { .menu($0) } ?? .other
    }

    /// Runs a pilot to its end; the end, and when it came.
    mutating func steer(to target: Int, disturb: (inout FakeAgent, Double) -> Void = { _, _ in }) -> (
        MenuPilot.Step, Double
    ) {
        var now = 0.0
        var pilot = MenuPilot(menu, choosing: target, now: now)
        while now < 60 {
            disturb(&self, now)
            let step = pilot.next(look(at: now), now: now)
            switch step {
            case .press(let key): press(key, at: now)
            case .wait: break
            case .done, .refuse: return (step, now)
            }
            now += 0.05
        }
        return (.wait, now)
    }
}

struct MenuPilotTests {
    private static let labels = ["Yes", "Yes, and don't ask again", "No"]

    @Test(arguments: 0..<3, 0..<3)
    func `reaches each option from each place, with no key too many`(from: Int, to: Int) {
        var agent = FakeAgent(labels: Self.labels, cursor: from)
        let end = agent.steer(to: to)
        #expect(end.0 == .done)
        #expect(agent.chosen == Self.labels[to])
        #expect(agent.pressed.count == abs(from - to) + 1)
    }

    @Test(arguments: [0.0, 0.2, 0.9, 1.4, 2.0, 3.5])
    func `an agent that is slow to read gets the right answer, and nothing after it`(delay: Double) {
        for target in 0..<3 {
            var agent = FakeAgent(labels: Self.labels, cursor: 1, delay: delay)
            agent.next = OpenMenu(kind: .permission, question: "Another?", options: [.init(number: 1, label: "Yes")])
            let end = agent.steer(to: target)
            if end.0 == .done {
                #expect(agent.chosen == Self.labels[target])
            }
            #expect(agent.chosen == nil || agent.chosen == Self.labels[target])
            #expect(agent.pressed.count { $0 == .enter } <= 1)
        }
    }

    @Test(arguments: [0.5, 1.0, 2.0, 3.0])
    func `Enter is pressed again where a menu does not take it at first`(from moment: Double) {
        var agent = FakeAgent(labels: Self.labels, cursor: 0, takesEnterFrom: moment)
        let end = agent.steer(to: 0)
        #expect(end.0 == .done)
        #expect(agent.chosen == "Yes")
    }

    @Test func `between two Enters the cursor was seen to move`() {
        var agent = FakeAgent(labels: Self.labels, cursor: 2, takesEnterFrom: 1.0)
        let end = agent.steer(to: 2)
        #expect(end.0 == .done)
        #expect(agent.pressed == [.enter, .up, .down, .enter])
    }

    @Test func `a menu that never takes Enter is given up`() {
        var agent = FakeAgent(labels: Self.labels, cursor: 0, takesEnterFrom: 1e9)
        let end = agent.steer(to: 0)
        #expect(end.0 == .refuse(.notTaken))
        #expect(agent.pressed.count { $0 == .enter } <= 4)
    }

    @Test func `a menu that reacts to nothing is given up`() {
        var agent = FakeAgent(labels: Self.labels, cursor: 0, takesKeys: false)
        let end = agent.steer(to: 2)
        #expect(end.0 == .refuse(.notTaken))
        #expect(!agent.pressed.contains(.enter))
    }

    @Test func `a menu that is gone before is not answered`() {
        var agent = FakeAgent(labels: Self.labels)
        let end = agent.steer(to: 1) { agent, _ in agent.isOpen = false }
        #expect(end.0 == .refuse(.gone))
        #expect(agent.pressed.isEmpty)
    }

    @Test func `another menu in its place is not answered`() {
        var agent = FakeAgent(labels: Self.labels)
        agent.next = OpenMenu(
            kind: .permission, question: "Do you want to proceed?", subject: "rm -rf /", options: agent.menu.options)
        let end = agent.steer(to: 0) { agent, _ in agent.isOpen = false }
        #expect(end.0 == .refuse(.changed))
        #expect(agent.pressed.isEmpty)
    }

    @Test func `a menu that changes while the cursor moves is not confirmed`() {
        var agent = FakeAgent(labels: Self.labels)
        agent.next = OpenMenu(kind: .plan, options: [.init(number: 1, label: "Yes", isSelected: true)])
        let end = agent.steer(to: 2) { agent, _ in if agent.cursor == 1 { agent.isOpen = false } }
        #expect(end.0 == .refuse(.changed))
        #expect(!agent.pressed.contains(.enter))
    }

    @Test func `a person who moves the cursor at the same time does not lead it astray`() {
        for seed in 0..<40 {
            var agent = FakeAgent(labels: Self.labels, cursor: 2)
            let moments = [0.05 * Double(seed % 8), 0.05 * Double(seed / 4)]
            var moved = 0
            let end = agent.steer(to: 0) { agent, now in
                guard agent.isOpen, moved < moments.count, now >= moments[moved] else { return }
                moved += 1
                agent.cursor = (agent.cursor + 1) % 3
            }
            if end.0 == .done, moved < 2 || !agent.pressed.isEmpty { #expect(agent.chosen != nil) }
        }
    }

    @Test func `a half-drawn screen in between is no answer`() {
        let menu = FakeAgent(labels: Self.labels).menu
        var pilot = MenuPilot(menu, choosing: 0, now: 0)
        let steps = [
            pilot.next(.unreadable, now: 0), pilot.next(.other, now: 0.05), pilot.next(.unreadable, now: 0.1),
            pilot.next(.menu(menu), now: 0.15), pilot.next(.menu(menu), now: 0.25),
        ]
        #expect(steps == [.wait, .wait, .wait, .wait, .press(.enter)])
    }

    @Test func `a menu without a cursor is left alone`() {
        var menu = FakeAgent(labels: Self.labels).menu
        menu.options[0].isSelected = false
        var pilot = MenuPilot(menu, choosing: 0, now: 0)
        let step = pilot.next(.menu(menu), now: 0)
        #expect(step == .refuse(.noCursor))
    }
}
