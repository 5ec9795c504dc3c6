import Client
import Model
import Platform

/// Sends prompts and waits for what becomes of them, through restarts of the daemon.
struct DeliveryFollower {
    private let client: DaemonClient
    private let goal: DeliveryGoal
    private let timeout: Double?
    private let deadline: Double
    /// Somebody watches who wants to know what it waits for.
    private let tellsWhy: Bool

    /// - Parameter timeout: seconds from now on; nil for ever.
    init(client: DaemonClient, goal: DeliveryGoal, timeout: Double?, tellsWhy: Bool) {
        self.client = client
        self.goal = goal
        self.timeout = timeout
        self.tellsWhy = tellsWhy
        deadline = timeout.map { monotonicSeconds() + $0 } ?? .infinity
    }

    private var patience: Patience {
        // What was begun is finished, or found out: even without patience there is a little.
        Patience(deadline: max(deadline, monotonicSeconds() + 2)) {
            StandardStreams.report(["ccmux: the daemon is away; waiting for it."])
        }
    }

    func post(_ request: SendRequest, to name: String) throws(CcmuxError) -> Delivery {
        try client.send(request, to: name, patience)
    }

    func post(_ request: SendRequest) throws(CcmuxError) -> SendResponse {
        try client.send(request, patience)
    }

    /// Waits for one.
    func follow(_ delivery: Delivery) throws(CcmuxError) -> DeliveryOutcome {
        var outcome = DeliveryOutcome(delivery)
        var told: Set<String> = []
        // The first look is short, so that a person soon learns why it takes longer.
        var wait = Self.firstWait
        while !outcome.isDone(goal) {
            try look(&outcome, wait: wait)
            if !outcome.isDone(goal), monotonicSeconds() >= deadline { outcome.timedOutAfter = timeout ?? 0 }
            if !outcome.isDone(goal) { tellWhy(outcome, &told) }
            wait = tellsWhy ? Self.watchedWait : Self.longWait
        }
        if isPromised(outcome) { try look(&outcome, wait: Self.patienceForRecord, until: .taken) }
        return outcome
    }

    /// An agent's hook said that it takes the prompt; its record, which says whether it did or keeps it for later, comes a
    /// moment after.
    private func isPromised(_ outcome: DeliveryOutcome) -> Bool {
        outcome.timedOutAfter == nil && outcome.delivery?.state == .queued && outcome.delivery?.proof == .hook
    }

    /// Waits for several, each of which is given to `tell` as soon as it is done.
    ///
    /// - Returns: all of them, in the order of `outcomes`.
    func follow(
        _ outcomes: [SendOutcome], tell: (DeliveryOutcome) throws(CcmuxError) -> Void
    ) throws(CcmuxError) -> [DeliveryOutcome] {
        var all = outcomes.map(DeliveryOutcome.init)
        var open: [Int] = []
        for index in all.indices {
            if all[index].isDone(goal) { try tell(all[index]) } else { open.append(index) }
        }
        var wait = 0.0
        var promised: [Int: Double] = [:]
        while !open.isEmpty {
            var left: [Int] = []
            for index in open {
                // One that is stuck must not hold up what is said of the others.
                try look(&all[index], wait: left.isEmpty ? wait : 0)
                let moment = monotonicSeconds()
                if !all[index].isDone(goal), moment >= deadline { all[index].timedOutAfter = timeout ?? 0 }
                if isPromised(all[index]), promised[index] == nil { promised[index] = moment + Self.patienceForRecord }
                let isSettled = !isPromised(all[index]) || moment >= promised[index] ?? moment
                if all[index].isDone(goal), isSettled { try tell(all[index]) } else { left.append(index) }
            }
            open = left
            wait = Self.sharedWait
        }
        return all
    }

    /// What is on a session's screen, for somebody whose prompt failed.
    func screen(_ name: String) -> [String] {
        guard let screen = try? client.screen(name, lines: nil, ansi: false) else { return [] }
        let rows = screen.lines.filter { !$0.allSatisfy(\.isWhitespace) }.suffix(Self.shownRows)
        guard !rows.isEmpty else { return [] }
        return ["On its screen:"] + rows.map { "  │ " + SafeText.oneLine($0).truncatedAtEnd(to: 160) }
    }

    private func look(
        _ outcome: inout DeliveryOutcome, wait: Double, until further: DeliveryGoal? = nil
    ) throws(CcmuxError) {
        guard let delivery = outcome.delivery else { return }
        let begun = monotonicSeconds()
        let wait = min(wait, max(0, deadline - begun))
        let report = try client.delivery(delivery.id, wait: wait, until: further ?? goal, patience)
        outcome.delivery = report.delivery
        outcome.turn = report.turn
        // A daemon that answers at once although nothing has come to an end is not asked in a circle.
        if !outcome.isDone(goal), monotonicSeconds() - begun < min(wait, 0.05) {
            _ = waitReadable([], seconds: min(wait, 0.1))
        }
    }

    private func tellWhy(_ outcome: DeliveryOutcome, _ told: inout Set<String>) {
        guard tellsWhy, told.count < 5, let delivery = outcome.delivery, delivery.state == .waiting,
            let reason = DeliveryText.reason(delivery), told.insert(reason).inserted
        else { return }
        StandardStreams.report(["\(outcome.name): waiting: \(reason)"])
    }

    private static let firstWait = 0.7
    private static let watchedWait = 3.0
    private static let longWait = 30.0
    private static let sharedWait = 0.25
    private static let patienceForRecord = 1.5
    private static let shownRows = 14
}
