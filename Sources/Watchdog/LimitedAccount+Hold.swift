package import Model

extension LimitedAccount {
    /// Why a prompt for a session of this account is held back; nil where it is not.
    ///
    /// - Parameters:
    ///   - source: `limits` for the prompt that sends a session on.
    ///   - model: that the session's agent answers with, as far as is known.
    package mutating func hold(
        _ session: SessionID, source: String, model: String?, _ timing: LimitTiming, now: Timestamp
    ) -> String? {
        let state = sessions[session]?.state
        if phase == .probing, session == prober, source == Self.source || released.contains(session) { return nil }
        if phase == .resuming, source == Self.source, state == .resuming { return nil }
        // That limit stops one model only.
        if limit.kind == .opus, state == nil, let model, !model.lowercased().contains("opus") { return nil }
        switch phase {
        case .waiting, .probing: return sentence(timing)
        case .resuming where state == .parked || state == .resuming || state == .continuesItself:
            return "The limit of \(account.rawValue) is over; it is sent on first."
        default: break
        }
        if released.contains(session) { return nil }
        if phase == .resuming && isBusy || nextSlot.map({ $0 > now }) == true {
            return "The limit of \(account.rawValue) is over; prompts go one by one."
        }
        nextSlot = now.adding(seconds: timing.stagger)
        released.insert(session)
        return nil
    }

    /// The sender's name of the prompts that send sessions on.
    package static let source = "limits"

    package func sentence(_ timing: LimitTiming) -> String {
        let words = "\(account.rawValue) has reached its \(limit.kind.rawValue) limit"
        if phase == .probing {
            let next = nextProbe.map { ", next at \($0.rfc3339)" } ?? ""
            return "\(words); its end is found out by trying\(next)."
        }
        guard let until = resumesAt(timing) else { return "\(words); nothing says until when." }
        return "\(words); prompts wait until \(until.rfc3339)."
    }
}
