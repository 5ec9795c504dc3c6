/// Watches whether a new daemon proves itself: healthy within a minute, and then for ten seconds more, the same process
/// all the time. Pure: it is given looks with their times.
package struct ConfirmWatch: Sendable {
    /// What a look at the daemon finds.
    package enum Seen: Sendable, Hashable {
        /// Nobody answers.
        case nothing
        case daemon(version: String, pid: Int32, isHealthy: Bool)
        /// `app/current` leads to another bundle than the one that is watched.
        case replaced(by: String)
    }

    package enum Verdict: Sendable, Hashable {
        case wait
        case confirmed
        /// The end of "VERSION did not prove itself: …".
        case failed(String)
    }

    /// Seconds until the first healthy answer.
    package var patience = 60.0
    /// Seconds for which it must stay so.
    package var hold = 10.0
    /// Seconds without an answer that are forgiven meanwhile.
    package var silence = 3.0

    private let version: String
    private let begin: Double
    private var healthy: (pid: Int32, since: Double, lastSeen: Double)?

    package init(version: String, begin: Double) {
        self.version = version
        self.begin = begin
    }

    /// - Parameter now: seconds, of the clock that `begin` is of.
    package mutating func next(_ seen: Seen, now: Double) -> Verdict {
        if case .replaced(let other) = seen { return .failed("\(other) was put into its place") }
        guard let healthy else { return untilHealthy(seen, now) }
        switch seen {
        case .daemon(version, let pid, true) where pid == healthy.pid:
            self.healthy?.lastSeen = now
            return now - healthy.since >= hold ? .confirmed : .wait
        case .daemon(_, let pid, _) where pid != healthy.pid:
            return .failed("its daemon ended after \(Int(now - healthy.since)) s of health")
        case .daemon(let other, _, _) where other != version:
            return .failed("a daemon of version \(other) came into its place")
        default:
            guard now - healthy.lastSeen > silence else { return .wait }
            return .failed("its daemon was healthy for \(Int(healthy.lastSeen - healthy.since)) s and then silent")
        }
    }

    private mutating func untilHealthy(_ seen: Seen, _ now: Double) -> Verdict {
        if case .daemon(version, let pid, true) = seen {
            healthy = (pid, now, now)
            return .wait
        }
        guard now - begin >= patience else { return .wait }
        switch seen {
        case .daemon(version, _, _):
            return .failed("its daemon answers and was not healthy within \(Int(patience)) s")
        case .daemon(let other, _, _):
            return .failed("a daemon of version \(other) answers in its place")
        default:
            return .failed("its daemon did not answer within \(Int(patience)) s")
        }
    }

    /// Whether it was healthy at least once.
    package var wasHealthy: Bool { healthy != nil }
}
