import Model
import Testing
import Tmux

@testable import Fleet

@Suite struct ReconcilerTests {
    private static let session = TmuxSessionID(number: 1)

    private static func pane(_ number: Int, isDead: Bool = false) -> Sight.Pane {
        Sight.Pane(id: PaneID(number: number), pid: Int32(number), isDead: isDead, activity: 0, columns: 80)
    }

    private static func sight(_ panes: Sight.Pane...) -> Sight {
        Sight(session: session, name: "api", panes: panes)
    }

    private func decide(_ situation: Reconciler.Situation) -> Reconciler.Action {
        Reconciler.decide(situation, name: "api")
    }

    @Test(
        arguments: [
            // what is seen, what is done
            (nil, Reconciler.Action.createSession),
            (sight(), .createPane(in: session)),
            (sight(pane(1)), .none),
            (sight(pane(1, isDead: true)), .killPanes([PaneID(number: 1)])),
            (sight(pane(1), pane(2)), .killPanes([PaneID(number: 2)])),
            (sight(pane(1, isDead: true), pane(2)), .killPanes([PaneID(number: 1)])),
            (
                sight(pane(1), pane(2), pane(3, isDead: true)),
                .killPanes([PaneID(number: 2), PaneID(number: 3)])
            ),
        ] as [(Sight?, Reconciler.Action)])
    func `a session that is wanted running comes to have one living pane`(sight: Sight?, action: Reconciler.Action) {
        #expect(decide(.init(wanted: .running, sight: sight)) == action)
        // A name that others have is in the way of a new tmux session only.
        if sight != nil { #expect(decide(.init(wanted: .running, sight: sight, nameIsTaken: true)) == action) }
    }

    @Test(arguments: [WantedState.stopped, .archived])
    func `a session that is wanted down is ended, whatever is in it, and then left alone`(wanted: WantedState) {
        for sight in [Self.sight(), Self.sight(Self.pane(1)), Self.sight(Self.pane(1, isDead: true))] {
            for isFull in [true, false] {
                let situation = Reconciler.Situation(
                    wanted: wanted, sight: sight, nameIsTaken: true, startsAreFull: isFull, isOnHold: false)
                #expect(decide(situation) == .endSession(sight))
            }
        }
        for hasServer in [true, false] {
            #expect(decide(.init(wanted: wanted, nameIsTaken: true, hasServer: hasServer)) == .none)
        }
    }

    @Test(arguments: [
        // server, places full, on hold, name taken, action
        (false, false, false, false, "wait"), (false, true, true, true, "wait"), (true, true, false, false, "wait"),
        (true, false, true, false, "wait"), (true, false, false, true, "block"), (true, true, true, true, "block"),
        (true, false, false, false, "create"),
    ])
    func `a start waits for a server, for a place and for the end of a hold, and blocks on a taken name`(
        hasServer: Bool, isFull: Bool, isOnHold: Bool, isTaken: Bool, expected: String
    ) {
        let action = decide(
            .init(
                wanted: .running, nameIsTaken: isTaken, hasServer: hasServer, startsAreFull: isFull, isOnHold: isOnHold)
        )
        switch action {
        case .wait: #expect(expected == "wait")
        case .createSession: #expect(expected == "create")
        case .block(let reason):
            #expect(expected == "block")
            #expect(reason.contains("api"))
        default: Issue.record("\(action)")
        }
    }

    @Test(
        arguments: [
            // what is seen, an agent runs, the launch file says so, what is done
            (nil, false, true, Reconciler.Action.none),
            (nil, false, false, .none),
            (nil, true, true, .endLeftovers),
            (sight(), false, true, .none),
            (sight(), true, true, .endLeftovers),
            (sight(pane(1)), false, true, .none),
            (sight(pane(1)), true, true, .putAway),
            (sight(pane(1)), true, false, .putAway),
            (sight(pane(1)), false, false, .putAway),
            (sight(pane(1, isDead: true)), false, true, .killPanes([PaneID(number: 1)])),
            (sight(pane(1), pane(2)), true, false, .killPanes([PaneID(number: 2)])),
        ] as [(Sight?, Bool, Bool, Reconciler.Action)])
    func `a hibernated session keeps its pane without an agent, and gets no new one`(
        sight: Sight?, hasAgent: Bool, isPutAway: Bool, action: Reconciler.Action
    ) {
        let situation = Reconciler.Situation(
            wanted: .hibernated, sight: sight, nameIsTaken: true, hasAgent: hasAgent, isPutAway: isPutAway)
        #expect(decide(situation) == action)
    }

    @Test func `one that was woken has its runner told, when there is a place for its start`() {
        let sight = Self.sight(Self.pane(1))
        #expect(decide(.init(wanted: .running, sight: sight, isPutAway: true)) == .wake)
        #expect(decide(.init(wanted: .running, sight: sight, startsAreFull: true, isPutAway: true)) == .wait)
        #expect(decide(.init(wanted: .running, sight: sight, isOnHold: true, isPutAway: true)) == .wait)
        #expect(decide(.init(wanted: .hibernated, sight: sight, isOnHold: true, hasAgent: true)) == .wait)
        #expect(decide(.init(wanted: .running, isPutAway: true)) == .createSession)
    }

    @Test(arguments: [(true, false), (false, true), (true, true)])
    func `a pane that is gone waits for its place too, a living one is left alone`(isFull: Bool, isOnHold: Bool) {
        func action(_ sight: Sight) -> Reconciler.Action {
            decide(.init(wanted: .running, sight: sight, startsAreFull: isFull, isOnHold: isOnHold))
        }
        #expect(action(Self.sight()) == .wait)
        #expect(action(Self.sight(Self.pane(1, isDead: true))) == .wait)
        #expect(action(Self.sight(Self.pane(1))) == .none)
        #expect(action(Self.sight(Self.pane(1), Self.pane(2))) == .killPanes([PaneID(number: 2)]))
    }
}
