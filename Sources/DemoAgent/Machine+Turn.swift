extension Machine {
    /// Starts the turn of a prompt.
    mutating func begin(prompt: String, isFromStopHook: Bool = false) {
        topic = topic ?? String(prompt.prefix(200))
        emit(.show(.prompt(prompt)))
        emit(.write(.prompt(prompt)))
        let script = Script(prompt: prompt)
        var turn = Turn(
            startedAt: now.uptime, steps: script.steps[...], inputTokens: script.inputTokens,
            isFromStopHook: isFromStopHook, phase: .hooks(0, next: .step))
        if let limit, now.wall < limit.resets {
            turn.steps = [.fail(.limit(weekly: limit.weekly, seconds: limit.resets - now.wall))]
        }
        runHooks(.promptSubmitted(prompt), then: .step, turn)
    }

    /// Runs hooks and goes on after them.
    mutating func runHooks(_ event: HookEvent, then next: Turn.Next, _ turn: Turn) {
        var turn = turn
        let ticket = newTicket()
        turn.phase = .hooks(ticket, next: next)
        activity = .working(turn)
        emit(.runHooks(event, ticket))
    }

    /// A wait in the turn is over.
    mutating func goOn(_ turn: Turn) {
        var turn = turn
        switch turn.phase {
        case .reply(var reply):
            while now.uptime >= reply.nextAt, let piece = reply.pieces.popFirst() {
                reply.text += piece
                reply.arrived += 1
                reply.nextAt += reply.interval
            }
            turn.phase = .reply(reply)
            activity = .working(turn)
            if reply.pieces.isEmpty, now.uptime >= reply.nextAt { answered(reply.text, turn) }
        case .compacting(_, let argument):
            emit(.write(.compacted(tokens: tokens)))
            emit(.write(.command(name: "compact", argument: argument)))
            emit(.show(.notice("conversation compacted")))
            tokens = 0
            rest()
        default: step(turn)
        }
    }

    /// Takes the script's next step, or ends the turn.
    mutating func step(_ turn: Turn) {
        var turn = turn
        guard let step = turn.steps.popFirst() else {
            let stop = HookEvent.stop(
                lastMessage: turn.lastMessage, isActive: turn.isFromStopHook, background: backgroundEnd != nil)
            return runHooks(stop, then: .end, turn)
        }
        switch step {
        case .pause(let seconds): turn.phase = .pause(until: now.uptime + seconds)
        case .reply(let pieces, let interval):
            turn.phase = .reply(Turn.Reply(pieces: pieces[...], interval: interval, nextAt: now.uptime + interval))
        case .tool(let command): return propose(.shell(command), turn)
        case .ask: return propose(.question, turn)
        case .plan: return propose(.plan, turn)
        case .fail(let failure): return fail(failure, turn)
        case .exit(let status): emit(.crash(status))
        case .fault: emit(.fault)
        case .compact(let seconds, let argument):
            turn.phase = .compacting(until: now.uptime + seconds, argument: argument)
        case .dialog: turn.phase = .dialog(.server)
        case .background(let seconds):
            backgroundEnd = max(backgroundEnd ?? 0, now.uptime + seconds)
            return self.step(turn)
        }
        activity = .working(turn)
    }

    private mutating func answered(_ text: String, _ turn: Turn) {
        var turn = turn
        let words = text.split(separator: " ").count
        turn.outputTokens += words
        turn.lastMessage = text
        tokens = turn.inputTokens + 594 + words
        emit(.write(.answer(text, inputTokens: turn.inputTokens, outputTokens: words)))
        emit(.show(.answer(text)))
        step(turn)
    }

    private mutating func fail(_ failure: Failure, _ turn: Turn) {
        var turn = turn
        var message = failure.message
        if case .limit(let weekly, let seconds) = failure {
            let reached = limit ?? Limit(weekly: weekly, resets: (now.wall + seconds).rounded(.up))
            limit = reached
            message = reached.message(at: now.wall)
        }
        emit(.write(.refused(message: message, code: failure.code, limit: limit)))
        emit(.show(.failure(message)))
        turn.steps = []
        runHooks(.stopFailure(error: failure.code, lastMessage: message), then: .end, turn)
    }

    /// Esc: the turn ends here, without hooks, as Claude does it.
    mutating func interrupt(_ turn: Turn) {
        emit(.stopCommand)
        if !turn.partial.isEmpty {
            emit(.write(.answer(turn.partial, inputTokens: turn.inputTokens, outputTokens: turn.outputTokens)))
            emit(.show(.answer(turn.partial)))
        }
        if case .command(let call, _) = turn.phase {
            emit(.write(.toolResult(id: call.id, ToolCall.Result(text: "interrupted", isError: true))))
        }
        emit(.write(.interrupted(duringTool: false)))
        emit(.show(.notice("Interrupted · What should the agent do instead?")))
        rest()
    }

    mutating func hooksEnded(_ ticket: Ticket, _ verdict: HookVerdict) {
        switch activity {
        case .settling(ticket): rest()
        case .clearing(ticket): beginAnother()
        case .leaving(ticket, let status): emit(.exit(status))
        case .working(let turn):
            switch turn.phase {
            case .hooks(ticket, .step): step(turn)
            case .hooks(ticket, .permission(let call)): seekPermission(call, turn)
            case .hooks(ticket, .compact): step(turn)
            case .hooks(ticket, .end):
                if let text = verdict.goOn { begin(prompt: text, isFromStopHook: true) } else { rest() }
            case .menu(_, let call, ticket):
                if let permission = verdict.permission { decide(permission, call, turn) }
            default: break
            }
        default: break
        }
    }
}
