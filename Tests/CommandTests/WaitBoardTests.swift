import Model
import Testing

@testable import Commands

@Suite("wait")
struct WaitBoardTests {
    @Test(
        "Without --for it ends once the agent does nothing more by itself",
        arguments: [
            ("idle", true), ("permission", true), ("question", true), ("plan", true), ("trust", true), ("dialog", true),
            ("resume", true), ("login", true), ("limited", true), ("error", true), ("crashed", true), ("blocked", true),
            ("exited", true), ("stopped", true), ("working", false), ("starting", false), ("compacting", false),
            ("unknown", false),
        ])
    func usual(_ state: String, _ reached: Bool) throws {
        var board = WaitBoard(for: nil, any: false)
        let entry = board.add(try Samples.session("a", state: state))
        #expect((entry != nil) == reached)
        #expect(board.isDone == reached)
        #expect(board.exitStatus == (reached ? 0 : 5))
    }

    @Test("All must get there; one that has been there stays counted")
    func all() throws {
        let (a, b) = (try Samples.session("a", state: "working"), try Samples.session("b", state: "working"))
        var board = WaitBoard(for: nil, any: false)
        #expect(board.add(a) == nil)
        #expect(board.add(b) == nil)
        #expect(board.take(Samples.event("session.state", of: a, ["state": "idle"]))?.name.text == "a")
        #expect(board.take(Samples.event("session.state", of: a, ["state": "working"])) == nil)
        #expect(!board.isDone)
        #expect(board.take(Samples.event("session.state", of: b, ["state": "question"]))?.state == .question)
        #expect(board.isDone && board.exitStatus == 0)
    }

    @Test("With --any one is enough, and one that is gone does not end it")
    func any() throws {
        let (a, b) = (try Samples.session("a", state: "working"), try Samples.session("b", state: "working"))
        var board = WaitBoard(for: [.plan], any: true)
        _ = board.add(a)
        _ = board.add(b)
        #expect(board.take(Samples.event("session.removed", of: a))?.fate == .gone)
        #expect(!board.isDone)
        #expect(board.take(Samples.event("session.state", of: b, ["state": "idle"])) == nil)
        #expect(board.take(Samples.event("session.state", of: b, ["state": "plan"]))?.fate == .reached)
        #expect(board.isDone && board.exitStatus == 0)
    }

    @Test("One that is removed ends as gone, however the others do")
    func gone() throws {
        let (a, b) = (try Samples.session("a", state: "working"), try Samples.session("b"))
        var board = WaitBoard(for: nil, any: false)
        _ = board.add(a)
        #expect(board.add(b)?.fate == .reached)
        #expect(board.add(b) == nil)
        #expect(board.entries.count == 2)
        _ = board.take(Samples.event("session.removed", of: a))
        #expect(board.isDone && board.exitStatus == 3)
        // Removed after it got there: that does not matter any more.
        #expect(board.take(Samples.event("session.removed", of: b)) == nil)
    }

    @Test("A look at the whole fleet tells what events would have told")
    func list() throws {
        let sessions = [
            try Samples.session("a", state: "working"), try Samples.session("b", state: "working"),
            try Samples.session("c", state: "working"),
        ]
        var board = WaitBoard(for: [.idle, .error], any: false)
        for session in sessions { _ = board.add(session) }
        var now = sessions
        now[0].state = .error
        now.remove(at: 1)
        #expect(board.take(SessionList(sessions: now)).map(\.fate) == [.reached, .gone])
        #expect(board.take(SessionList(sessions: now)).isEmpty)
        #expect(board.entries.map(\.fate) == [.reached, .gone, .waiting])
        #expect(board.exitStatus == 5)
        let outcome = WaitOutcome(board)
        #expect(outcome.timedOut)
        #expect(outcome.sessions.map(\.reached) == [true, false, false])
    }

    @Test("Events of others, and other events, say nothing")
    func others() throws {
        let (a, b) = (try Samples.session("a", state: "working"), try Samples.session("b", state: "working"))
        var board = WaitBoard(for: nil, any: false)
        _ = board.add(a)
        #expect(board.take(Samples.event("session.state", of: b, ["state": "idle"])) == nil)
        #expect(board.take(Samples.event("agent.exited", of: a, ["state": "idle"])) == nil)
        #expect(board.take(Samples.event("session.state", of: a, ["state": 7])) == nil)
        #expect(!board.isDone)
    }
}
