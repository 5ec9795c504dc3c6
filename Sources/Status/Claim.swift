import Model

/// One source's word on whether a turn goes on.
struct Claim: Hashable {
    enum Source: String, Hashable {
        case screen
        case title
        case sessionFile = "session file"
        case event = "last event"
    }

    var source: Source
    var isWorking: Bool
    /// When the source began to say so.
    var since: Timestamp
    /// How much it counts against the others.
    var weight: Int
    var words: String

    /// What can be wrong with each, and so how much it counts, is in `docs/status.md`.
    static func all(_ signals: Signals, now: Timestamp) -> [Claim] {
        [screen(signals), title(signals, now), file(signals), event(signals)].compactMap { $0 }
    }

    private static func screen(_ signals: Signals) -> Claim? {
        guard let screen = signals.screen else { return nil }
        switch screen.value.scene {
        case .working, .compacting:
            // One spinner outweighs another single source, but an answer may quote one as its last line.
            return Claim(
                source: .screen, isWorking: true, since: screen.since, weight: 3, words: "the screen shows a turn")
        case .composer:
            return Claim(
                source: .screen, isWorking: false, since: screen.since, weight: screen.value.isEnd ? 3 : 2,
                words: "the screen shows the composer and no turn")
        default: return nil
        }
    }

    private static func title(_ signals: Signals, _ now: Timestamp) -> Claim? {
        guard let title = signals.title else { return nil }
        switch title.value {
        case .working:
            // Codex can leave it as it was in the middle of a turn.
            guard title.seen.adding(seconds: StatusEngine.turning) > now else { return nil }
            return Claim(source: .title, isWorking: true, since: title.since, weight: 2, words: "the title spins")
        // It rests at a menu too, and stays when an agent hangs.
        case .atRest:
            return Claim(source: .title, isWorking: false, since: title.since, weight: 1, words: "the title is at rest")
        case .needsPerson, .silent: return nil
        }
    }

    private static func file(_ signals: Signals) -> Claim? {
        guard let file = signals.sessionFile else { return nil }
        switch file.value.status {
        case .busy:
            return Claim(
                source: .sessionFile, isWorking: true, since: file.since, weight: 2, words: "its session file says busy"
            )
        case .idle:
            return Claim(
                source: .sessionFile, isWorking: false, since: file.since, weight: 2,
                words: "its session file says idle")
        case .waiting: return nil
        }
    }

    /// The newest event that begins or ends a turn. An interruption tells no hook, and an end can get lost.
    private static func event(_ signals: Signals) -> Claim? {
        var claims: [Claim] = signals.hooks.values.compactMap { signal in
            let (isWorking, words): (Bool, String)
            switch signal.value {
            case .prompted: (isWorking, words) = (true, "a prompt was taken")
            case .toolBegins(let name, _): (isWorking, words) = (true, "the tool \(name) began")
            case .turnEnded: (isWorking, words) = (false, "a hook told that the turn ended")
            case .turnFailed: (isWorking, words) = (false, "a hook told that the turn failed")
            case .sessionBegan: (isWorking, words) = (false, "a hook told that it is ready")
            case .asks, .subagentEnded, .compacting, .sessionEnded: return nil
            }
            return Claim(source: .event, isWorking: isWorking, since: signal.since, weight: 1, words: words)
        }
        if let transcript = signals.transcript, let last = transcript.value.last {
            switch last {
            case .input:
                claims.append(
                    Claim(
                        source: .event, isWorking: true, since: transcript.since, weight: 1,
                        words: "the transcript ends with what the agent was told"))
            case .turnEnded, .interrupted, .failed, .limited:
                claims.append(
                    Claim(
                        source: .event, isWorking: false, since: transcript.since, weight: 1,
                        words: "the transcript says that the turn is over"))
            case .answer, .toolUse: break
            }
        }
        // Of the same moment, the one that ends: a turn that took no time.
        return claims.max { a, b in
            a.since != b.since ? a.since < b.since : a.isWorking != b.isWorking ? a.isWorking : a.words < b.words
        }
    }
}
