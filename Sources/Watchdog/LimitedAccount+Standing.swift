import Model

extension LimitedAccount {
    /// Whether a session still stands where its limit left it.
    enum Standing: Sendable, Hashable {
        case parked
        /// It cannot be told now.
        case unknown(String)
        case gone(String)
    }

    /// Seconds after a limit for which its record may be missing.
    static let writing = 10.0

    func standing(_ sight: LimitSight, _ parked: Parked, now: Timestamp) -> Standing {
        switch sight.wanted {
        case .stopped, .archived: return .gone("it was stopped")
        case .hibernated:
            // It sleeps as the limit left it; only its transcript can tell otherwise.
            if case .spoke(let at) = sight.word, at > parked.since { return .gone("it went on") }
            return .parked
        case .running: break
        }
        guard sight.isKnown else { return .unknown("its agent does not run") }
        if let before = parked.conversation, let after = sight.conversation, before != after {
            return .gone("another conversation was begun")
        }
        let isAtWork = sight.state == .working || sight.state == .compacting
        switch sight.word {
        case .limited: return isAtWork ? .unknown("it works") : atRest(sight)
        case .spoke(let at), .other(let at):
            if at > parked.since { return .gone("it went on") }
            if now.seconds(since: parked.since) < Self.writing { return .unknown("its transcript is behind") }
            return isAtWork || sight.state == .idle ? .gone("it went on") : atRest(sight)
        case .unknown: return isAtWork ? .gone("it went on") : atRest(sight)
        }
    }

    private func atRest(_ sight: LimitSight) -> Standing {
        if sight.menu == .other { return .unknown("a menu stands open") }
        switch sight.state {
        case .limited, .idle: return .parked
        default: return .unknown("it is \(sight.state.rawValue)")
        }
    }
}
