package import Model

/// Decides what is done next about one prompt: pure, over what is known of it.
///
/// A prompt is typed once. It is typed again only where it demonstrably was not (tmux notes each deed in the same step,
/// and the note is missing), or where the agent that got it ended and its transcript does not have it.
package enum DeliveryMachine {
    package enum Step: Sendable, Hashable {
        /// Nothing can be done yet, and why; `isGate`: nothing was typed.
        case wait(String, isGate: Bool)
        case expire
        /// Take what is left of the prompt before out of the composer.
        case clear
        /// Type a letter, to see whether the agent reads.
        case knock
        /// Write the attempt down and paste.
        case type
        case pressEnter
        /// It stands in the composer, as was asked for.
        case place
        case settle(Delivery.State, Delivery.Proof)
        /// It is to be typed once more, and why.
        case again(String)
        case fail(String)
        case cancel(String)
    }

    /// What is done about one that waits. Without a fresh look (`composer` nil) only what stands in the way is told.
    package static func next(
        waiting delivery: Delivery, _ session: SessionSight, _ composer: ComposerSight?, now: Timestamp
    ) -> Step {
        if let expires = delivery.expires, expires <= now { return .expire }
        if let reason = DeliveryGate.reason(delivery, session, now: now) { return .wait(reason, isGate: true) }
        guard let composer else { return .type }
        if let reason = DeliveryGate.reason(composer, session) { return .wait(reason, isGate: true) }
        guard composer.draft != nil else {
            let isYoung = session.age < DeliveryTimes.youth && !session.isWorking && session.readsComposer
            return isYoung && !session.isHeard ? .knock : .type
        }
        // The agent may just not have drawn yet that it took it.
        return (composer.oursFor ?? 0) < DeliveryTimes.leftBehind
            ? .wait("the prompt before still stands in the composer", isGate: true) : .clear
    }

    /// What is done about one that the agent holds in its queue.
    ///
    /// - Parameters:
    ///   - proof: what showed that it does.
    ///   - restedFor: seconds for which the agent has been at rest since.
    package static func next(
        queued attempt: AttemptSight, _ session: SessionSight, proof: Model.Delivery.Proof? = nil,
        restedFor: Double = 0
    ) -> Step {
        if let step = found(attempt.trace, isQueued: true) { return step }
        if !attempt.isSameAgent { return lost(session) }
        if restedFor >= DeliveryTimes.queueForgotten {
            return proof == .hook
                ? .settle(.taken, .hook) : .fail("the agent had it in its queue, rests, and did not take it")
        }
        return .wait("its agent takes it after the running turn", isGate: false)
    }

    /// What is done about one that is being typed.
    package static func next(
        typing delivery: Delivery, _ attempt: AttemptSight, _ session: SessionSight, _ composer: ComposerSight
    ) -> Step {
        if let step = found(attempt.trace, isQueued: false) { return step }
        if !attempt.isSameAgent { return lost(session) }
        let bytes = delivery.text.utf8.count
        switch attempt.stage {
        case .none: return .again("it was written down, but not typed")
        case .pasted: return afterPaste(delivery, attempt, session, composer, bytes)
        case .entered(let count): return afterEnter(count, attempt, session, composer, bytes)
        }
    }

    private static func found(_ trace: DeliveryLedger.Finding?, isQueued: Bool) -> Step? {
        switch trace {
        case .taken(let proof): .settle(.taken, proof)
        case .queued(let proof): isQueued ? nil : .settle(.queued, proof)
        case .withdrawn: .cancel("a person took it back out of the agent's queue")
        case nil: nil
        }
    }

    /// Its agent ended, and the transcript does not have it: the next one gets it.
    private static func lost(_ session: SessionSight) -> Step {
        guard session.wanted == .running, session.isReady else {
            return .wait("its agent ended; whether it was taken is seen when the next one is there", isGate: false)
        }
        return .again("its agent ended before it took it")
    }

    private static func afterPaste(
        _ delivery: Delivery, _ attempt: AttemptSight, _ session: SessionSight, _ composer: ComposerSight, _ bytes: Int
    ) -> Step {
        // It would answer the menu, or scroll.
        if session.hasMenu || session.state.isMenu { return .wait("a menu opened while it was typed", isGate: false) }
        if composer.isInMode { return .wait("the pane is in copy mode; it was typed and not submitted", isGate: false) }
        if attempt.isStanding {
            if !delivery.submit { return .place }
            if attempt.standingFor >= DeliveryTimes.pauseBeforeEnter { return .pressEnter }
            return .wait("it is being typed", isGate: false)
        }
        let patience = DeliveryTimes.shown(bytes: bytes)
        if !session.readsComposer, attempt.sinceDeed >= patience { return delivery.submit ? .pressEnter : .place }
        if attempt.sinceDeed < patience { return .wait("it is being typed", isGate: false) }
        // An agent that is busy reads late; what it reads after we gave up would stand there for the next prompt.
        if attempt.sinceDeed < patience + (composer.draft == nil ? DeliveryTimes.busy : DeliveryTimes.load) {
            return .wait("it was typed, and its agent has not shown it yet", isGate: false)
        }
        return .fail(
            composer.draft == nil
                ? "it was typed, but it did not appear in the composer"
                : "it was typed, but something else stands in the composer; it was not submitted")
    }

    private static func afterEnter(
        _ count: Int, _ attempt: AttemptSight, _ session: SessionSight, _ composer: ComposerSight, _ bytes: Int
    ) -> Step {
        let isMenu = session.hasMenu || session.state.isMenu
        if attempt.isStanding, !isMenu {
            // An agent that reads nothing at the moment would read both at once: as text, some do.
            let isBusy = composer.restedFor >= attempt.sinceDeed && attempt.sinceDeed < DeliveryTimes.secondEnterBlind
            if count == 1, attempt.sinceDeed >= DeliveryTimes.secondEnter(bytes: bytes), !isBusy {
                return composer.isInMode
                    ? .wait("the pane is in copy mode; it was typed and not submitted", isGate: false) : .pressEnter
            }
            if attempt.sinceDeed >= DeliveryTimes.proof(bytes: bytes) {
                return .fail("it still stands in the composer after \(count == 1 ? "Enter" : "two Enters")")
            }
            return .wait("it was submitted and is not proven yet", isGate: false)
        }
        // A command of the agent's own may leave no record but what it does.
        if attempt.form == .typed, attempt.sinceDeed >= DeliveryTimes.screenAlone { return .settle(.taken, .screen) }
        if !session.keepsTranscript, attempt.sinceDeed >= 0.5 { return .settle(.taken, .screen) }
        if session.isWorking, session.queuesPrompts, !session.recordsQueue, composer.draft == nil,
            attempt.sinceDeed >= DeliveryTimes.screenAlone + Double(bytes) / 8_000
        {
            return .settle(.queued, .screen)
        }
        if attempt.sinceDeed >= DeliveryTimes.proof(bytes: bytes) {
            return .fail("it was typed and submitted, but the agent's transcript does not show it")
        }
        return .wait("it was submitted and is not proven yet", isGate: false)
    }
}
