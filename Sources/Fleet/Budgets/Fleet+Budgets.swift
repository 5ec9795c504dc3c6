import Agents
import Library
import Logging
package import Model
import Platform
import Store
import Transcripts
import Watchdog

/// Budgets: today's usage is looked at when a turn has ended; what is used up holds the outbox, and ends no agent.
extension Fleet {
    /// Seconds between looks while agents work: a turn may take hours.
    private static let lookInterval = 60.0
    /// Seconds at the least between two looks.
    private static let restInterval = 2.0

    func followBudget(_ id: SessionID, from before: AgentStatus?, to status: AgentStatus) {
        if Self.isInTurn(before?.state), !Self.isInTurn(status.state) { budgets.isDue = true }
    }

    func tickBudgets(_ moment: Timestamp) {
        guard let library = options.usageLibrary, loadBudgets(), !entries.isEmpty else { return }
        noteConversations()
        let day = Self.day(of: moment)
        let age = budgets.lookedAt.map { moment.seconds(since: $0) } ?? .infinity
        let isLively = entries.values.contains { $0.state == .working }
        let isDue = budgets.isDue || day != budgets.day || (isLively && age >= Self.lookInterval)
        // A clock that went back must not stop it.
        guard isDue, !budgets.isLooking, age >= Self.restInterval || age < 0 else { return }
        budgets.isLooking = true
        budgets.isDue = false
        let roots = transcriptRoots()
        let start = Self.start(of: moment)
        spawn {
            let spent = await library.spent(since: start, roots: roots)
            await self.takeSpent(spent, day)
        }
    }

    private func takeSpent(_ spent: [String: UsageFigures], _ day: String) {
        budgets.isLooking = false
        budgets.lookedAt = now()
        budgets.day = day
        budgets.spent = entries.keys.reduce(into: [:]) { result, id in
            for conversation in budgets.state.conversations[id] ?? [] {
                if let figures = spent[conversation] { result[id, default: UsageFigures()].add(figures) }
            }
        }
        tellUsage()
        judgeBudgets()
    }

    private static func isInTurn(_ state: AgentState?) -> Bool { state == .working || state == .compacting }

    /// An event for each session whose turn has ended: what was used since the last one.
    private func tellUsage() {
        guard loadBudgets() else { return }
        var state = budgets.state
        var told = state.told ?? [:]
        var news: [NewEvent] = []
        for (id, spent) in budgets.spent.sorted(by: { $0.key.text < $1.key.text }) {
            guard let entry = entries[id] else { continue }
            let origin = entry.runtime.origin?.way
            let step = UsageTold.step(
                told[id], spent: spent, day: budgets.day, isAtWork: Self.isInTurn(entry.state),
                hasPast: origin == .plain || origin == .takeover)
            told[id] = step.told
            guard let used = step.used else { continue }
            var data = Self.eventData(used)
            data["today"] = .object(Self.eventData(spent))
            news.append(NewEvent(at: now(), kind: "session.usage", session: id, name: entry.record.name, data: data))
        }
        if told != state.told ?? [:] { state.told = told }
        keepBudgets(state, news)
    }

    private static func eventData(_ figures: UsageFigures) -> [String: JSONValue] {
        let tokens = figures.tokens
        let parts = [
            ("tokens", tokens.total), ("input", tokens.input), ("output", tokens.output),
            ("cacheWrite", tokens.cacheWrite), ("cacheRead", tokens.cacheRead),
        ]
        var data = parts.reduce(into: [String: JSONValue]()) { $0[$1.0] = .integer(Int64($1.1)) }
        data["costUSD"] = figures.knownCost.map { .number(($0 * 1_000_000).rounded() / 1_000_000) } ?? .null
        return data
    }

    /// Compares what was spent with the limits, writes down what follows, and tells it.
    func judgeBudgets() {
        guard loadBudgets(), !budgets.day.isEmpty else { return }
        var state = budgets.state
        var news: [NewEvent] = []
        var total = UsageFigures()
        for (id, figures) in budgets.spent where entries[id] != nil { total.add(figures) }
        let fleet = BudgetPolicy.decide(
            limit: options.usage.fleetPerDay, spent: total.costUSD, day: budgets.day, record: state.fleet)
        state.fleet = fleet.record
        news += fleet.news.map { budgetEvent($0, nil, options.usage.fleetPerDay, total.costUSD) }
        for id in entries.keys.sorted(by: { $0.text < $1.text }) {
            let limit = budgetLimit(of: id)
            let spent = budgets.spent[id]?.costUSD ?? 0
            let step = BudgetPolicy.decide(limit: limit, spent: spent, day: budgets.day, record: state.sessions[id])
            state.sessions[id] = step.record
            news += step.news.map { budgetEvent($0, id, limit, spent) }
        }
        keepBudgets(state, news)
    }

    /// A person says that it may go on for the rest of the day.
    ///
    /// - Parameter word: a session; nil for the fleet, and every session.
    package func raiseBudget(_ word: String?) throws(CcmuxError) -> [BudgetView] {
        guard loadBudgets() else { throw CcmuxError(.failed, "The budgets cannot be read.") }
        var state = budgets.state
        let day = Self.day(of: now())
        var news: [NewEvent] = []
        func raise(_ record: BudgetRecord?, _ id: SessionID?) -> BudgetRecord? {
            guard var record, record.isHolding(on: day) else { return record }
            record.isRaised = true
            news.append(
                NewEvent(at: now(), kind: "budget.raised", session: id, name: id.flatMap { entries[$0]?.record.name }))
            return record
        }
        if let word {
            let id = try resolve(word)
            state.sessions[id] = raise(state.sessions[id], id)
            guard !news.isEmpty else {
                let fleetHolds = state.fleet?.isHolding(on: day) ?? false
                throw CcmuxError(
                    .refused, "No budget of '\(entries[id]?.record.name.text ?? word)' holds it.",
                    advice: fleetHolds ? "That of the whole fleet does: ccmux usage --go-on" : nil)
            }
        } else {
            state.fleet = raise(state.fleet, nil)
            for id in entries.keys { state.sessions[id] = raise(state.sessions[id], id) }
        }
        keepBudgets(state, news)
        return budgetViews()
    }

    /// USD a day of this session; 0 is without end.
    func budgetLimit(of id: SessionID) -> Double { budgets.state.limits[id] ?? options.usage.sessionPerDay }

    /// A budget of the session's own, in place of the configured one.
    func setBudget(_ limit: Double?, of id: SessionID) {
        guard loadBudgets() else { return }
        var state = budgets.state
        state.limits[id] = limit
        keepBudgets(state, [])
        judgeBudgets()
    }

    /// Why the session's prompts are held back, as a sentence; nil where no budget does it.
    func budgetHold(of id: SessionID) -> String? {
        // A daemon that has only just begun must not let go what was held.
        guard loadBudgets(), budgets.state.fleet != nil || budgets.state.sessions[id] != nil else { return nil }
        let day = Self.day(of: now())
        if budgets.state.sessions[id]?.isHolding(on: day) == true {
            return "Its budget for today is used up; it goes on tomorrow, or with 'ccmux usage --go-on NAME'."
        }
        if budgets.state.fleet?.isHolding(on: day) == true {
            return "The fleet's budget for today is used up; it goes on tomorrow, or with 'ccmux usage --go-on'."
        }
        return nil
    }

    /// The budgets that there are, the fleet's first.
    package func budgetViews() -> [BudgetView] {
        let day = Self.day(of: now())
        var views: [BudgetView] = []
        if options.usage.fleetPerDay > 0 {
            let spent = budgets.spent.values.reduce(0) { $0 + $1.costUSD }
            views.append(
                BudgetView(
                    name: nil, limitUSD: options.usage.fleetPerDay, spentUSD: spent,
                    isHolding: budgets.state.fleet?.isHolding(on: day) ?? false,
                    isRaised: budgets.state.fleet.map { $0.day == day && $0.isRaised } ?? false))
        }
        for (id, entry) in entries.sorted(by: { $0.value.record.name < $1.value.record.name }) {
            let record = budgets.state.sessions[id]
            let limit = budgetLimit(of: id)
            // Where all have the same, only those are told of which there is something to tell.
            guard limit > 0, budgets.state.limits[id] != nil || record != nil else { continue }
            views.append(
                BudgetView(
                    name: entry.record.name, limitUSD: limit, spentUSD: budgets.spent[id]?.costUSD ?? 0,
                    isHolding: record?.isHolding(on: day) ?? false,
                    isRaised: record.map { $0.day == day && $0.isRaised } ?? false))
        }
        return views
    }

    /// What the session used today, as of the last look; nil where nothing is known.
    func todaysUsage(of id: SessionID) -> TodaysUsage? {
        guard budgets.day == Self.day(of: now()), let figures = budgets.spent[id] else { return nil }
        return TodaysUsage(figures)
    }
}

// MARK: What usage is asked with

extension Fleet {
    /// Usage as of now, with the sessions' names.
    ///
    /// - Throws: `.unavailable` where nobody counts.
    package func usage(_ query: UsageQuery) async throws(CcmuxError) -> UsageReport {
        guard let library = options.usageLibrary else { throw CcmuxError(.unavailable, "Usage is not counted here.") }
        if loadBudgets() { noteConversations() }
        var report = await library.report(query, roots: transcriptRoots(), names: conversationNames(), now: now())
        let views = budgetViews()
        if !views.isEmpty { report.budgets = views }
        return report
    }

    package nonisolated func usagePrices() -> UsagePriceList {
        UsagePriceList(options.usageLibrary?.prices ?? UsagePrices(options.usage.prices))
    }

    private func conversationNames() -> [String: String] {
        var names: [String: String] = [:]
        for (id, conversations) in budgets.state.conversations {
            guard let name = entries[id]?.record.name.text else { continue }
            for conversation in conversations { names[conversation] = name }
        }
        for entry in entries.values {
            if let conversation = entry.record.conversation { names[conversation.text] = entry.record.name.text }
        }
        return names
    }

    private func noteConversations() {
        for (id, entry) in entries {
            guard let conversation = entry.record.conversation?.text else { continue }
            if budgets.state.note(conversation, of: id) { budgets.isDirty = true }
        }
        if budgets.isDirty { keepBudgets(budgets.state, []) }
    }
}

// MARK: The records

extension Fleet {
    private func loadBudgets() -> Bool {
        guard !budgets.isLoaded else { return true }
        do {
            budgets.state = try store.budgets(BudgetState.self) ?? BudgetState()
            budgets.state.forget { entries[$0] != nil }
            budgets.isLoaded = true
            return true
        } catch {
            logger.error("budgets cannot be read: \(error.message)")
            return false
        }
    }

    /// Saves first, then acts.
    private func keepBudgets(_ state: BudgetState, _ news: [NewEvent]) {
        guard state != budgets.state || budgets.isDirty || !news.isEmpty else { return }
        do {
            events.publish(try store.saveBudgets(state, events: news))
        } catch {
            // The next look comes to the same.
            logger.error("budgets cannot be written: \(error.message)")
            return
        }
        budgets.state = state
        budgets.isDirty = false
        if !news.isEmpty { tickOutbox(now()) }
    }

    private func budgetEvent(_ news: BudgetNews, _ id: SessionID?, _ limit: Double, _ spent: Double) -> NewEvent {
        let kind =
            switch news {
            case .warning: "budget.warning"
            case .reached: "budget.reached"
            case .lifted: "budget.lifted"
            }
        return NewEvent(
            at: now(), kind: kind, session: id, name: id.flatMap { entries[$0]?.record.name },
            data: [
                "scope": .string(id == nil ? "fleet" : "session"), "limitUSD": .number(limit),
                "spentUSD": .number((spent * 10_000).rounded() / 10_000),
            ])
    }

    private static func day(of moment: Timestamp) -> String { String(LocalTime(moment).full.prefix(10)) }

    private static func start(of moment: Timestamp) -> Timestamp {
        var local = LocalTime(moment)
        (local.hour, local.minute, local.second) = (0, 0, 0)
        return Timestamp(local) ?? moment.adding(seconds: -86_400)
    }
}
