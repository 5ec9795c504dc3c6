package import Model

/// Decides what to do about one session: pure, over what is known of it, what was done before, and a moment.
///
/// Each occasion (the time of the error's record, the turn's end, the menu's opening) is dealt with once. What it comes
/// to is written down as the record's `pending` step before it is done.
package struct WatchdogEngine: Sendable {
    package var settings: WatchdogSettings
    package var now: Timestamp

    /// Seconds after which an error is taken for the turn's end: some are gone at once.
    static let settling = 2.0
    /// Seconds after which another failure is not in a row with the last.
    static let rowPatience = 3600
    /// Seconds for which a compaction may go on before the turn that it was made for is forgotten.
    static let followUpPatience = 900.0

    package init(_ settings: WatchdogSettings, now: Timestamp) {
        self.settings = settings
        self.now = now
    }

    package func decide(
        _ situation: WatchdogSituation, _ records: [WatchdogRule: WatchdogRecord]
    ) -> [WatchdogVerdict] {
        var verdicts: [WatchdogVerdict] = []
        for rule in WatchdogRule.allCases {
            let record = records[rule] ?? WatchdogRecord()
            // One thing after the other: what was decided and is not done yet comes first.
            guard record.pending == nil else { continue }
            let verdict =
                followUp(rule, record, situation) ?? settled(rule, record, situation)
                ?? judge(rule, record, situation)
            if let verdict { verdicts.append(verdict) }
        }
        return verdicts
    }

    private func judge(
        _ rule: WatchdogRule, _ record: WatchdogRecord, _ situation: WatchdogSituation
    ) -> WatchdogVerdict? {
        guard rule.settings(settings).enabled else { return nil }
        var record = record
        // A service that is down for long is tried anew with the next turn that it fails.
        if rule == .overloaded, isPast(Self.rowPatience, since: record.at) { record.streak = 0 }
        return switch rule {
        case .context: context(record, situation)
        case .image, .thinking, .promptTooLong, .overloaded: heal(rule, record, situation)
        case .menu: menu(record, situation)
        case .stuck: stuck(record, situation)
        // These come from an agent's end: see `crashLoop` and `sessionInUse`.
        case .sessionInUse, .crashLoop: nil
        }
    }

    // MARK: What went wrong

    private func heal(
        _ rule: WatchdogRule, _ record: WatchdogRecord, _ situation: WatchdogSituation
    ) -> WatchdogVerdict? {
        guard situation.state == .error, let failure = situation.failure, WatchdogRule.healing(failure.kind) == rule,
            situation.takesPrompt, now.seconds(since: failure.at) >= Self.settling
        else { return nil }
        let own = rule.settings(settings)
        let saw = "\(failure.kind.rawValue): \(failure.text.prefix(300))"
        let occasion = "error-\(failure.at.milliseconds)"
        if rule == .overloaded {
            // Later and later: 15 s, 30 s, 1 min, 2 min, 4 min.
            let wait = Double(own.cooldown) * Double(1 << min(max(record.streak, 0), 10))
            guard now.seconds(since: failure.at) >= wait else { return nil }
        } else {
            guard isPast(own.cooldown, since: record.at) else { return nil }
        }
        return deal(rule, record, occasion, saw: saw) { after in
            switch rule {
            case .overloaded: return (.prompt(settings.continueText), "says '\(settings.continueText)'")
            case .thinking:
                let text = situation.lastPrompt ?? settings.continueText
                return (
                    .relaunchAndPrompt(text, since: now),
                    "launches it anew and sends \(situation.lastPrompt == nil ? "'\(text)'" : "the last prompt again")"
                )
            default:
                guard let command = situation.compactCommand else { return nil }
                after.followUp = settings.continueText
                return rule == .image
                    ? (.copyAndPrompt(command), "copies the transcript and says '\(command)'")
                    : (.prompt(command), "says '\(command)'")
            }
        }
    }

    /// Whether an error may be healed now, as far as the rule's record tells.
    package func isNew(_ failure: WatchdogSituation.Failure, to record: WatchdogRecord?) -> Bool {
        guard let rule = WatchdogRule.healing(failure.kind), let record else { return true }
        return record.occasion != "error-\(failure.at.milliseconds)"
            && isPast(rule.settings(settings).cooldown, since: record.at)
    }

    /// The turn that was cut off goes on once the compaction is through, unless somebody went on with it.
    private func followUp(
        _ rule: WatchdogRule, _ record: WatchdogRecord, _ situation: WatchdogSituation
    ) -> WatchdogVerdict? {
        guard let text = record.followUp, let at = record.at else { return nil }
        var after = record
        after.followUp = nil
        let spoke = situation.lastWordAt.map { $0 > at } ?? false
        let isOver =
            now.seconds(since: at) > Self.followUpPatience || (spoke && situation.lastWord == .answer)
            || (situation.failure.map { "error-\($0.at.milliseconds)" != record.occasion } ?? false)
        if isOver { return WatchdogVerdict(rule: rule, record: after, note: nil) }
        // The old error may still stand on the screen.
        let isAtRest = situation.state == .idle || (situation.state == .error && situation.failure == nil)
        guard isAtRest, spoke, situation.lastWord == .turnEnded, situation.takesPrompt else {
            return nil
        }
        after.occasion = (record.occasion ?? "") + "-after"
        after.pending = .prompt(text)
        return WatchdogVerdict(
            rule: rule, record: after,
            note: .init(saw: "the compaction is through", done: "says '\(text)'", left: left(rule, after)))
    }

    /// A turn that ended well ends a row of tries.
    private func settled(
        _ rule: WatchdogRule, _ record: WatchdogRecord, _ situation: WatchdogSituation
    ) -> WatchdogVerdict? {
        guard rule.tries(settings) != nil, record.streak > 0, situation.state == .idle,
            situation.lastWord == .answer, let at = record.at, let spoke = situation.lastWordAt, spoke > at
        else { return nil }
        var after = record
        after.streak = 0
        return WatchdogVerdict(rule: rule, record: after, note: nil)
    }

    // MARK: What goes on for too long

    /// At a turn's end only: so nothing is ever interrupted for it, and an agent that runs out in the middle of a turn
    /// makes room by itself.
    private func context(_ record: WatchdogRecord, _ situation: WatchdogSituation) -> WatchdogVerdict? {
        guard situation.state == .idle, let percent = situation.contextPercent,
            100 - percent < settings.contextLeft, let command = situation.compactCommand, situation.takesPrompt,
            // After a compaction there is no other before a turn has come in between.
            situation.lastWord == .answer, let ended = situation.lastWordAt, record.at.map({ ended > $0 }) ?? true,
            now.seconds(since: ended) >= Self.settling, isPast(settings.context.cooldown, since: record.at)
        else { return nil }
        return deal(.context, record, "turn-\(ended.milliseconds)", saw: "\(100 - percent) % of the context are left") {
            _ in (.prompt(command), "says '\(command)'")
        }
    }

    private func menu(_ record: WatchdogRecord, _ situation: WatchdogSituation) -> WatchdogVerdict? {
        guard situation.state.isMenu, isPast(settings.menuMinutes * 60, since: situation.since),
            isPast(settings.menu.cooldown, since: record.at)
        else { return nil }
        let text = "waits at a menu (\(situation.state.rawValue)) for \(minutes(since: situation.since)) min"
        let saw = [text, situation.menu.map { String($0.prefix(300)) }].compactMap { $0 }.joined(separator: ": ")
        return deal(.menu, record, "menu-\(situation.since.milliseconds)", saw: saw) { _ in (.notice(saw), "tells it") }
    }

    private func stuck(_ record: WatchdogRecord, _ situation: WatchdogSituation) -> WatchdogVerdict? {
        guard situation.state == .working, let quiet = situation.quietSince,
            isPast(settings.stuckMinutes * 60, since: quiet), isPast(settings.stuck.cooldown, since: record.at)
        else { return nil }
        let saw = "works, and has neither printed nor computed anything for \(minutes(since: quiet)) min"
        return deal(.stuck, record, "quiet-\(quiet.milliseconds)", saw: saw) { _ in
            settings.stuckInterrupt
                ? (.noticeAndInterrupt(saw), "tells it and interrupts it") : (.notice(saw), "tells it")
        }
    }

    // MARK: What an agent's end tells

    /// - Parameter failures: ends in a row without a minute alive, this one included.
    package func crashLoop(
        _ record: WatchdogRecord, failures: Int, how: String, at moment: Timestamp
    ) -> WatchdogVerdict? {
        guard settings.crashLoop.enabled else { return nil }
        guard failures >= max(2, settings.crashes) else {
            guard record.streak > 0 else { return nil }
            var after = record
            after.streak = 0
            return WatchdogVerdict(rule: .crashLoop, record: after, note: nil)
        }
        // Told once for each loop.
        guard record.streak == 0, record.pending == nil, isPast(settings.crashLoop.cooldown, since: record.at) else {
            return nil
        }
        let saw = "\(how), \(failures) times in a row without a minute alive"
        return deal(.crashLoop, record, "exit-\(moment.milliseconds)", saw: saw) { _ in
            (.notice(saw), "tries it every \(settings.crashProbeMinutes) min only")
        }
    }

    /// An agent ended because its conversation is in use.
    package func sessionInUse(_ record: WatchdogRecord, saw: String, at moment: Timestamp) -> WatchdogVerdict? {
        guard settings.sessionInUse.enabled, record.pending == nil,
            isPast(settings.sessionInUse.cooldown, since: record.at)
        else { return nil }
        return deal(.sessionInUse, record, "exit-\(moment.milliseconds)", saw: saw) { _ in
            (.takeOver, "looks for the holder")
        }
    }

    // MARK: What they have in common

    /// Nil where this very occasion was dealt with before. Where the rule has done what it may, that is told once.
    private func deal(
        _ rule: WatchdogRule, _ record: WatchdogRecord, _ occasion: String, saw: String,
        _ act: (inout WatchdogRecord) -> (WatchdogStep, String)?
    ) -> WatchdogVerdict? {
        guard record.occasion != occasion else { return nil }
        var after = record
        after.occasion = occasion
        let budget = rule.settings(settings).budget
        let tries = rule.tries(settings)
        if let tries, record.streak >= tries {
            return giveUp(rule, after, saw, "\(tries == 1 ? "one try" : "\(tries) tries") in a row did not help")
        }
        if budget > 0, record.budget.used(at: now) >= budget {
            return giveUp(rule, after, saw, "today's budget of \(budget) is spent")
        }
        guard let (step, done) = act(&after) else {
            return giveUp(rule, after, saw, "its kind has no command for it")
        }
        after.at = now
        after.streak += 1
        after.budget.use(at: now)
        after.pending = step
        return WatchdogVerdict(rule: rule, record: after, note: .init(saw: saw, done: done, left: left(rule, after)))
    }

    private func giveUp(
        _ rule: WatchdogRule, _ record: WatchdogRecord, _ saw: String, _ why: String
    ) -> WatchdogVerdict {
        var after = record
        after.followUp = nil
        after.pending = .notice("\(saw); \(why), so it is left to you")
        return WatchdogVerdict(
            rule: rule, record: after, note: .init(saw: saw, done: "nothing: \(why)", left: left(rule, after)))
    }

    private func left(_ rule: WatchdogRule, _ record: WatchdogRecord) -> Int? {
        let budget = rule.settings(settings).budget
        return budget == 0 ? nil : max(0, budget - record.budget.used(at: now))
    }

    private func isPast(_ seconds: Int, since moment: Timestamp?) -> Bool {
        moment.map { now.seconds(since: $0) >= Double(seconds) } ?? true
    }

    private func minutes(since moment: Timestamp) -> Int { max(0, Int(now.seconds(since: moment) / 60)) }
}
