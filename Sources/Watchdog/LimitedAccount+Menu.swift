import Model

extension LimitedAccount {
    /// Seconds: a menu takes no Enter in the first one or two.
    private static let menuRests = 2.0
    private static let menuPause = 4.0
    private static let menuTries = 6

    /// Answers its menu, or sees that it was answered.
    func menu(_ sight: LimitSight, _ parked: inout Parked, _ step: inout LimitStep, now: Timestamp) {
        guard sight.isKnown else { return }
        if case .limit(let isAnswerable) = sight.menu {
            let since = parked.menuSince ?? now
            parked.menuSince = since
            guard now.seconds(since: since) >= Self.menuRests,
                parked.menuTried.map({ now.seconds(since: $0) >= Self.menuPause }) ?? true
            else { return }
            guard isAnswerable else {
                return leave(sight.session, &parked, "its menu has no option to stop and wait", &step, now: now)
            }
            guard parked.menuTries < Self.menuTries else {
                return leave(sight.session, &parked, "its menu cannot be answered", &step, now: now)
            }
            parked.menuTries += 1
            parked.menuTried = now
            step.actions.append(.answer(sight.session))
        } else if parked.menuSince != nil, sight.menu == .none, sight.state == .limited || sight.state == .idle {
            parked.menuSince = nil
            guard parked.menuTries > 0 else {
                // Nobody but a person was there. Where it now says that it goes on by itself, it does.
                if sight.limit?.continuesItself == true { return }
                return leave(sight.session, &parked, "a person answered its menu", &step, now: now)
            }
            parked.menuTries = 0
            parked.menuTried = nil
            step.tell(
                "limit.answered", sight.session,
                ["account": .string(account.rawValue), "option": "stop and wait"])
        }
    }

    /// Seconds for which it must be missed.
    private static let quiet = 10.0

    /// Follows whether it says that it goes on by itself.
    func itself(_ sight: LimitSight, _ parked: inout Parked, _ step: inout LimitStep, now: Timestamp) {
        guard sight.isKnown, parked.state == .parked || parked.state == .continuesItself else { return }
        if sight.limit?.continuesItself == true {
            parked.quietSince = nil
            if parked.state == .parked { parked.move(to: .continuesItself, at: now, nil) }
        } else if parked.state == .continuesItself, sight.state == .limited, sight.menu == .none,
            !isDue(parked, now: now)
        {
            let since = parked.quietSince ?? now
            parked.quietSince = since
            if now.seconds(since: since) >= Self.quiet {
                leave(sight.session, &parked, "a person told it not to go on by itself", &step, now: now)
            }
        }
    }
}
