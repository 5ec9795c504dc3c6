import Answers
import Model

/// What is open in the fleet: each question that an agent asks a person, from its hook or from its screen.
///
/// It only keeps and decides; the fleet tells it what was seen, and does what it returns.
struct ApprovalBoard {
    struct Open {
        var approval: Approval
        var request: ToolRequest?
        /// The hook that waits for the decision.
        var hook: WaitingHook?
        /// Its dialog, as the screen last showed it; nil until it did.
        var menu: OpenMenu?
        var answered: Answered?
        /// A policy has looked at it.
        var isJudged = false
        /// Keys are being pressed for it.
        var isTyped = false
    }

    struct Answered: Hashable {
        var by: String
        var answer: String
        var at: Timestamp
    }

    /// What a look at one session shows of dialogs.
    struct Sight {
        /// With options; nil where none stands.
        var menu: OpenMenu?
        /// What it is, by all that is known.
        var kind: AgentState
        /// Since when the screen shows what it shows, and when it was last seen to.
        var since: Timestamp
        var seen: Timestamp
        /// A composer, or a turn that goes on: no dialog.
        var isFree: Bool
        /// The newest event that ends what was open before it.
        var ended: Timestamp?
    }

    enum Change {
        case opened(Open)
        case closed(Open)
        /// The hook took the decision, and the dialog still stands: keys are left.
        case unheeded(Open)
    }

    private(set) var open: [String: Open] = [:]
    /// Since when the screens stood for which a key was pressed, or a text sent, that no menu asked for.
    private var pressed: [SessionID: Timestamp] = [:]

    /// Seconds that a menu must stand before it is listed: a hook tells of it first, and knows more.
    static let standing = 0.5
    /// Seconds for which a screen without a dialog must rest.
    private static let settling = 0.6
    /// Seconds within which a dialog is drawn that a hook told of.
    private static let drawing = 12.0
    /// Seconds within which a dialog goes that a hook has answered.
    private static let heeding = 5.0
    private static let atMost = 2000

    subscript(id: String) -> Open? {
        get { open[id] }
        set { open[id] = newValue }
    }

    func all(of session: SessionID) -> [Open] {
        open.values.filter { $0.approval.session == session }
            .sorted { ($0.approval.since, $0.approval.id) < ($1.approval.since, $1.approval.id) }
    }

    /// The one whose dialog is on the screen, else the oldest.
    func current(of session: SessionID) -> Open? {
        let all = all(of: session)
        return all.first { $0.menu != nil && $0.answered == nil } ?? all.first { $0.answered == nil } ?? all.first
    }

    func hasPressed(_ id: SessionID, _ since: Timestamp) -> Bool { pressed[id].map { $0 >= since } ?? false }

    mutating func notePress(_ id: SessionID, _ since: Timestamp) { pressed[id] = since }

    /// Nil where too many are open.
    mutating func add(_ open: Open) -> Open? {
        guard self.open.count < Self.atMost else { return nil }
        var open = open
        open.approval.id = freshID()
        self.open[open.approval.id] = open
        return open
    }

    private func freshID() -> String {
        let letters = Array("23456789abcdefghjkmnpqrstvwxyz")
        var length = 3
        while true {
            for _ in 0..<20 {
                let id = String((0..<length).map { _ in letters[Int.random(in: 0..<letters.count)] })
                // All digits would be taken for an option's number.
                if open[id] == nil, id.contains(where: \.isLetter) { return id }
            }
            length += 1
        }
    }

    /// The hook's connection is closed: it has printed its decision, or nobody waits there any more.
    mutating func hookLeft(_ hook: Int) {
        for (id, one) in open where one.hook?.id == hook {
            open[id]?.hook = nil
            if one.answered == nil { open[id]?.approval.channel = .keys }
            // Where no dialog was drawn either, nothing is left of it.
            if one.answered == nil, one.menu == nil { open[id] = nil }
        }
    }

    mutating func closeAll(of session: SessionID) -> [Change] {
        let gone = all(of: session)
        for one in gone { open[one.approval.id] = nil }
        return gone.map { .closed($0) }
    }

    /// Takes what is seen of a session.
    ///
    /// - Parameter make: an approval for a menu that is on the screen.
    mutating func follow(
        _ session: SessionID, _ sight: Sight, now: Timestamp, make: (OpenMenu, AgentState) -> Approval
    ) -> [Change] {
        var changes: [Change] = []
        let shown = sight.menu.flatMap { match($0, sight.kind, of: session) }
        for one in all(of: session) {
            let id = one.approval.id
            if let ended = sight.ended, ended > one.approval.since {
                changes.append(close(one))
            } else if id == shown {
                open[id]?.menu = sight.menu
                open[id]?.approval.options = sight.menu?.options ?? []
                if open[id]?.approval.question == nil { open[id]?.approval.question = sight.menu?.question }
                if let answered = one.answered, !one.isTyped, sight.seen > answered.at,
                    now.seconds(since: answered.at) > Self.heeding, var stuck = open[id]
                {
                    (stuck.answered, stuck.hook, stuck.isJudged) = (nil, nil, false)
                    stuck.approval.channel = .keys
                    open[id] = stuck
                    changes.append(.unheeded(stuck))
                }
            } else if isOver(one, sight, isOther: shown != nil, now: now) {
                changes.append(close(one))
            }
        }
        guard let menu = sight.menu, shown == nil, now.seconds(since: sight.since) >= Self.standing,
            sight.seen > sight.since
        else { return changes }
        let isKnown = all(of: session).contains { $0.menu.map { $0.asksTheSame(as: menu) } ?? false }
        if !isKnown, let one = add(Open(approval: make(menu, sight.kind), menu: menu)) { changes.append(.opened(one)) }
        return changes
    }

    /// Which of the open ones this menu is the dialog of.
    private func match(_ menu: OpenMenu, _ kind: AgentState, of session: SessionID) -> String? {
        let all = all(of: session)
        if let same = all.first(where: { $0.menu.map { $0.asksTheSame(as: menu) } ?? false }) {
            return same.approval.id
        }
        let hooked = all.filter { $0.request != nil }
        if let unseen = hooked.first(where: { $0.menu == nil && $0.approval.kind == kind && $0.answered == nil }) {
            return unseen.approval.id
        }
        // A question has several pages, and a plan is scrolled; a pane's new width draws a command anew.
        return hooked.first { $0.menu != nil && $0.request?.isDialog(menu) == true }?.approval.id
    }

    private func isOver(_ one: Open, _ sight: Sight, isOther: Bool, now: Timestamp) -> Bool {
        let settled = sight.seen.seconds(since: sight.since) >= Self.settling
        if one.menu != nil {
            if isOther { return true }
            if sight.menu == nil { return sight.isFree && (settled || one.hook == nil) }
            // Another menu in its place, but for one that is half drawn.
            return settled || one.request == nil
        }
        // Its dialog was not seen yet: it may stand behind another one.
        guard sight.isFree, settled else { return false }
        return now.seconds(since: one.approval.since) > Self.drawing || (one.answered != nil && one.hook == nil)
    }

    private mutating func close(_ one: Open) -> Change {
        open[one.approval.id] = nil
        // Of one that was answered, the hook may still be at its decision: it leaves by itself.
        if one.answered == nil { one.hook?.release() }
        return .closed(one)
    }
}
