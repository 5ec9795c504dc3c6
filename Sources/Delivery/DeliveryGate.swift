package import Model

/// What stands in a prompt's way before it is typed: a sentence for people, or nil.
package enum DeliveryGate {
    /// From what is known of the session without a fresh look.
    package static func reason(
        _ delivery: Delivery, _ session: SessionSight, now: Timestamp
    ) -> String? {
        if let start = delivery.notBefore, start > now { return "it is for \(start.rfc3339)" }
        switch session.wanted {
        case .stopped: return "the session is stopped"
        case .archived: return "the session is archived"
        case .hibernated: return "the session is being woken"
        case .running: break
        }
        switch session.process {
        case .blocked: return "the session is blocked"
        case .backoff: return "its agent ended and is launched again soon"
        case .starting, .stopped, .hibernated: return "its agent is being started"
        case .running: break
        }
        if let hold = session.limitHold { return hold }
        if session.state == .login { return "its agent asks for a login" }
        if session.state.isMenu { return "a menu is open (\(session.state.rawValue))" }
        if session.hasMenu { return "a menu is open" }
        guard session.isReady else { return "its agent has not drawn its composer yet" }
        // Claude 2.1.1 takes no Enter then.
        if session.state == .compacting { return "its conversation is being summarised" }
        if session.isWorking {
            if delivery.when == .idle { return "its turn has not ended yet" }
            if !session.queuesPrompts { return "its agent is at work and takes no prompt meanwhile" }
        }
        if session.breaksQueue { return "its agent would not keep the order of what it has queued" }
        return nil
    }

    /// From a fresh look at the pane.
    package static func reason(_ composer: ComposerSight, _ session: SessionSight) -> String? {
        if composer.isInMode { return "the pane is in copy mode" }
        if composer.draft != nil, composer.oursFor == nil { return "a text that was not sent stands in the composer" }
        if let since = composer.sincePerson, since < DeliveryTimes.personTypes { return "a person is typing there" }
        // Its queue cannot be trusted, and what is typed as a turn ends would get there.
        if session.recordsQueue, !session.queuesPrompts, composer.restedFor < DeliveryTimes.rest {
            return "its turn has just ended"
        }
        if session.age < DeliveryTimes.youth, !session.isHeard, !session.isWorking,
            composer.restedFor < DeliveryTimes.rest
        {
            return "its agent is still drawing its screen"
        }
        return nil
    }
}
