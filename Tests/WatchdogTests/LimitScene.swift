import Model

@testable import Watchdog

/// An account, its sessions and a clock, for tables that read like what happens.
struct LimitScene {
    static let start = Timestamp(milliseconds: 1_795_264_010_000)

    let account = AccountID(rawValue: "claude:me@example.org")
    var now = LimitScene.start
    var timing = LimitTiming(margin: 30, stagger: 3, probe: 300)
    var limited: LimitedAccount?
    var sights: [SessionID: LimitSight] = [:]
    /// Every action since the last `take`.
    private(set) var actions: [LimitAction] = []
    /// Sessions and keys of prompts that were written down.
    private(set) var posted: [String] = []
    /// Prompts are taken at once, and answered.
    var delivers = true
    private var ids: [SessionID] = []

    init(_ count: Int, rules: LimitRules = LimitRules(mode: .capped, budget: 3, text: "continue")) {
        for _ in 0..<count {
            let id = SessionID.random()
            ids.append(id)
            sights[id] = LimitSight(
                session: id, state: .idle, since: now, word: .spoke(now), launched: now, conversation: .random(),
                rules: rules)
        }
        // They come in the order of their ids.
        ids.sort()
    }

    func id(_ index: Int) -> SessionID { ids[index] }

    mutating func change(_ index: Int, _ body: (inout LimitSight) -> Void) {
        guard var sight = sights[ids[index]] else { return }
        body(&sight)
        sights[ids[index]] = sight
    }

    /// The agent says that the limit is reached.
    mutating func hit(
        _ index: Int, until: Timestamp?, kind: UsageLimit.Kind = .fiveHour, itself: Bool = false,
        menu: LimitSight.Menu = .none
    ) {
        let moment = now
        change(index) { sight in
            let limit = UsageLimit(kind: kind, until: until, continuesItself: itself ? true : nil)
            (sight.state, sight.limit, sight.since) = (.limited, limit, moment)
            sight.word = .limited(limit, moment)
            sight.menu = menu
        }
    }

    /// It answers something.
    mutating func speak(_ index: Int) {
        let moment = now
        change(index) { sight in
            (sight.state, sight.limit, sight.since, sight.word) = (.idle, nil, moment, .spoke(moment))
        }
    }

    /// Time passes, and each second is looked at.
    mutating func pass(_ seconds: Int) {
        for _ in 0..<max(seconds, 1) {
            if seconds > 0 { now = now.adding(seconds: 1) }
            look()
        }
    }

    mutating func look() {
        // What the status engine does: a limit that is over is not shown any more.
        for (id, sight) in sights where sight.state == .limited && !sight.hasLimitMenu {
            if let until = sight.limit?.until, until <= now {
                sights[id]?.state = .idle
                sights[id]?.limit = nil
            }
        }
        let seen = Array(sights.values)
        guard var limited = limited ?? LimitedAccount.begin(account, seen, now: now) else { return }
        let step = limited.advance(seen, timing, now: now)
        self.limited = limited.isForgotten(seen, now: now) ? nil : limited
        for (id, memory) in step.memories { sights[id]?.memory = memory }
        actions += step.actions
        for action in step.actions {
            guard case .resume(let id, _, let key) = action, delivers else { continue }
            if !posted.contains("\(id) \(key)") {
                posted.append("\(id) \(key)")
                let at = now.adding(seconds: 0.5)
                sights[id]?.word = .spoke(at)
                sights[id]?.state = .idle
            }
            sights[id]?.delivery = .taken
        }
    }

    mutating func take() -> [LimitAction] {
        defer { actions = [] }
        return actions
    }

    /// The kinds of events since the last `take`, of one session or of all.
    func told(_ index: Int? = nil) -> [String] {
        actions.compactMap { action in
            guard case .tell(let note) = action, index.map({ note.session == ids[$0] }) ?? true else { return nil }
            return note.kind
        }
    }

    var resumed: [SessionID] {
        actions.compactMap { if case .resume(let id, _, _) = $0 { id } else { nil } }
    }

    var answers: Int {
        actions.count { if case .answer = $0 { true } else { false } }
    }

    func state(_ index: Int) -> ParkedSession.State? { limited?.sessions[ids[index]]?.state }
    func reason(_ index: Int) -> String? { limited?.sessions[ids[index]]?.reason }

    mutating func hold(_ index: Int, source: String = "user", model: String? = nil) -> String? {
        limited?.hold(ids[index], source: source, model: model, timing, now: now)
    }
}
