import Answers
import Model
import Testing

@testable import Fleet

struct ApprovalBoardTests {
    private static let session = SessionID.random()
    private static let name: SessionName = {
        guard let name = SessionName("s") else { preconditionFailure("a name") }
        return name
    }()
    private static let start = Timestamp(milliseconds: 1_000_000)

    private static func at(_ seconds: Double) -> Timestamp { start.adding(seconds: seconds) }

    private static func menu(_ subject: String, kind: AgentState = .permission) -> OpenMenu {
        OpenMenu(
            kind: kind, question: "Do you want to proceed?", subject: subject,
            options: [.init(number: 1, label: "Yes", isSelected: true), .init(number: 2, label: "No")])
    }

    private static func approval(_ kind: AgentState, _ subject: String, _ channel: Approval.Channel, _ at: Double)
        -> Approval
    {
        Approval(
            id: "", session: session, name: name, agent: "claude", kind: kind, tool: "Bash",
            subject: subject, since: Self.at(at), channel: channel)
    }

    /// A board with the approvals that hooks told of, and what became of the hooks.
    private struct Room {
        var board = ApprovalBoard()
        var ids: [String] = []

        mutating func hook(_ subject: String, at seconds: Double, kind: AgentState = .permission) -> String {
            let hook = WaitingHook(id: ids.count + 1, decide: { _ in }, release: {})
            let request = ToolRequest(tool: "Bash", kind: kind, subject: subject)
            let open = board.add(
                .init(
                    approval: approval(kind, subject, .hook, seconds), request: request, hook: hook))
            ids.append(open?.approval.id ?? "")
            return ids.last ?? ""
        }

        /// What the board makes of a sight: `+ID`, `-ID`, `!ID`.
        mutating func see(
            _ menu: OpenMenu?, since: Double, seen: Double, ended: Double? = nil, now: Double? = nil
        ) -> [String] {
            let sight = ApprovalBoard.Sight(
                menu: menu, kind: menu?.kind ?? .working, since: at(since), seen: at(seen), isFree: menu == nil,
                ended: ended.map { at($0) })
            return board.follow(session, sight, now: at(now ?? seen)) { menu, kind in
                approval(kind, menu.subject ?? "", .keys, since)
            }.map { change in
                switch change {
                case .opened(let open): "+\(open.approval.channel.rawValue)"
                case .closed(let open): "-\(open.approval.subject ?? "")"
                case .unheeded(let open): "!\(open.approval.subject ?? "")"
                }
            }
        }
    }

    @Test func `a hook's dialog is seen, and closed when the screen shows none`() {
        var room = Room()
        let id = room.hook("ls", at: 0)
        #expect(room.see(nil, since: -5, seen: 0.1) == [])
        #expect(room.see(Self.menu("ls"), since: 0.2, seen: 0.3) == [])
        #expect(room.board[id]?.menu != nil)
        #expect(room.see(nil, since: 2, seen: 2.1) == [])
        #expect(room.see(nil, since: 2, seen: 2.7) == ["-ls"])
        #expect(room.board[id] == nil)
    }

    @Test func `a dialog that is not drawn yet is waited for`() {
        var room = Room()
        let id = room.hook("ls", at: 0)
        #expect(room.see(nil, since: -9, seen: 8) == [])
        #expect(room.board[id] != nil)
        #expect(room.see(nil, since: -9, seen: 12.5) == ["-ls"])
    }

    @Test func `what ends a turn closes all that was open before`() {
        var room = Room()
        _ = room.hook("ls", at: 0)
        #expect(room.see(nil, since: -1, seen: 0.5, ended: -0.5) == [])
        #expect(room.see(nil, since: -1, seen: 0.5, ended: 0.4) == ["-ls"])
    }

    @Test func `another dialog in its place is not taken for it`() {
        var room = Room()
        let first = room.hook("touch first", at: 0)
        #expect(room.see(Self.menu("touch first"), since: 0.1, seen: 0.5) == [])
        // The person answered; the next dialog is drawn before its hook has told of it.
        #expect(room.see(Self.menu("touch second"), since: 3, seen: 3.05) == [])
        #expect(room.board[first]?.menu?.subject == "touch first")
        let second = room.hook("touch second", at: 3.1)
        #expect(room.see(Self.menu("touch second"), since: 3, seen: 3.3) == ["-touch first"])
        #expect(room.board[second]?.menu?.subject == "touch second")
    }

    @Test func `a command that is drawn anew in another width is the same`() {
        var room = Room()
        let id = room.hook("touch a-long-name and another", at: 0)
        #expect(room.see(Self.menu("touch a-long-name and another\n  Make files"), since: 0.1, seen: 1) == [])
        #expect(room.see(Self.menu("touch a-long-na\nme and another\n  Make files"), since: 2, seen: 3) == [])
        #expect(room.board[id] != nil)
    }

    @Test func `a menu without a hook is listed once it stands, and closed with the next look without it`() {
        var room = Room()
        #expect(room.see(Self.menu("ls"), since: 1, seen: 1) == [])
        #expect(room.see(Self.menu("ls"), since: 1, seen: 1.3) == [])
        #expect(room.see(Self.menu("ls"), since: 1, seen: 1.6) == ["+keys"])
        #expect(room.see(Self.menu("ls"), since: 1, seen: 2) == [])
        #expect(room.see(Self.menu("rm"), since: 3, seen: 3.1) == ["-ls"])
        #expect(room.see(nil, since: 4, seen: 4.1) == [])
    }

    @Test func `a dialog that stands although its hook was answered goes over to keys`() {
        var room = Room()
        let id = room.hook("ls", at: 0)
        #expect(room.see(Self.menu("ls"), since: 0.1, seen: 0.5) == [])
        room.board[id]?.answered = .init(by: "user", answer: "yes", at: Self.at(1))
        #expect(room.see(Self.menu("ls"), since: 0.1, seen: 5.5) == [])
        #expect(room.see(Self.menu("ls"), since: 0.1, seen: 6.5) == ["!ls"])
        #expect(room.board[id]?.approval.channel == .keys)
        #expect(room.board[id]?.answered == nil)
    }

    @Test func `a hook that leaves unanswered leaves its dialog to keys, and nothing where none was drawn`() {
        var room = Room()
        let drawn = room.hook("ls", at: 0)
        #expect(room.see(Self.menu("ls"), since: 0.1, seen: 0.5) == [])
        let undrawn = room.hook("rm", at: 0.6)
        room.board.hookLeft(1)
        room.board.hookLeft(2)
        #expect(room.board[drawn]?.approval.channel == .keys)
        #expect(room.board[undrawn] == nil)
    }

    @Test func `two dialogs that wait behind each other keep their order`() {
        var room = Room()
        let first = room.hook("one", at: 0)
        let second = room.hook("two", at: 0.01)
        #expect(room.see(Self.menu("one"), since: 0.1, seen: 0.5) == [])
        #expect(room.board.current(of: Self.session)?.approval.id == first)
        #expect(room.see(Self.menu("one"), since: 0.1, seen: 20) == [])
        #expect(room.see(Self.menu("two"), since: 21, seen: 21.1) == ["-one"])
        #expect(room.board.current(of: Self.session)?.approval.id == second)
    }

    @Test func `ids are short, distinct, and no numbers`() {
        var room = Room()
        for number in 0..<1500 { _ = room.hook("\(number)", at: 0) }
        #expect(Set(room.ids).count == 1500)
        #expect(room.ids.allSatisfy { Int($0) == nil && (3...4).contains($0.count) })
    }
}
