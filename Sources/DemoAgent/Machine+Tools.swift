import Model

extension Machine {
    /// The model wants to use a tool: hooks first, then perhaps a person.
    mutating func propose(_ kind: ToolCall.Kind, _ turn: Turn) {
        let call = ToolCall(id: "toolu_" + newIdentifier(), kind: kind)
        runHooks(.toolUse(call), then: .permission(call), turn)
    }

    mutating func seekPermission(_ call: ToolCall, _ turn: Turn) {
        if case .shell(let command) = call.kind, !mode.asks || allowed.contains(command) {
            return execute(call, command, turn)
        }
        var turn = turn
        let ticket = newTicket()
        turn.phase = .menu(call.menu, call, ticket)
        activity = .working(turn)
        emit(.runHooks(.permissionRequest(call), ticket))
        emit(.runHooks(.notification("The demo agent needs your answer: \(call.name)", type: "permission_prompt"), nil))
    }

    /// A person picked at the menu.
    mutating func picked(_ pick: Menu.Pick, _ call: ToolCall, _ turn: Turn) {
        guard case .option(let index) = pick else { return reject(call, turn) }
        switch (call.kind, index) {
        case (.shell(let command), 0): execute(call, command, turn)
        case (.shell(let command), 1):
            allowed.insert(command)
            execute(call, command, turn)
        case (.question, _): answer(call, ToolCall.answers[index], turn)
        case (.plan, 0), (.plan, 1):
            mode = index == 0 ? .acceptEdits : .ask
            finish(call, ToolCall.Result(text: "The plan was approved"), turn)
        default: reject(call, turn)
        }
    }

    /// A hook answered the menu.
    mutating func decide(_ permission: HookVerdict.Permission, _ call: ToolCall, _ turn: Turn) {
        switch (permission, call.kind) {
        case (.deny(let message), _):
            finish(call, ToolCall.Result(text: message, isError: true), turn)
        case (.allow, .shell(let command)): execute(call, command, turn)
        case (.allow(let input), .question):
            answer(call, input?["answers"]?[ToolCall.question]?.string ?? ToolCall.answers[0], turn)
        case (.allow, .plan): picked(.option(1), call, turn)
        }
    }

    mutating func commandEnded(_ ticket: Ticket, status: Int32, output: String) {
        guard case .working(let turn) = activity, case .command(let call, ticket) = turn.phase else { return }
        let text = status == 0 ? output : output + (output.isEmpty ? "" : "\n") + "exit status \(status)"
        finish(call, ToolCall.Result(text: text, isError: status != 0), turn)
    }

    private mutating func execute(_ call: ToolCall, _ command: String, _ turn: Turn) {
        var turn = turn
        let ticket = newTicket()
        note(call, turn)
        turn.phase = .command(call, ticket)
        activity = .working(turn)
        emit(.run(command: command, ticket))
    }

    private mutating func answer(_ call: ToolCall, _ label: String, _ turn: Turn) {
        finish(call, ToolCall.Result(text: "\(ToolCall.question) \(label)"), turn)
    }

    /// The call enters the conversation once it is decided, not before: so does Claude's.
    private mutating func note(_ call: ToolCall, _ turn: Turn) {
        emit(.write(.toolUse(call, inputTokens: turn.inputTokens)))
        emit(.show(.tool(call.summary)))
    }

    private mutating func finish(_ call: ToolCall, _ result: ToolCall.Result, _ turn: Turn) {
        var turn = turn
        if case .command = turn.phase {} else { note(call, turn) }
        let handed = handOver()
        emit(.write(.toolResult(id: call.id, result)))
        emit(.show(.result(result.text, isError: result.isError)))
        let answer = Script.answer(result.isError ? "tool failed: \(result.text)" : "tool finished")
        turn.steps = [answer] + turn.steps
        for text in handed {
            emit(.write(.handedOver(text)))
            emit(.show(.prompt(text)))
            emit(.runHooks(.promptSubmitted(text), nil))
            turn.steps += Script(prompt: text).steps
        }
        runHooks(.toolUsed(call, result), then: .step, turn)
    }

    /// What was typed meanwhile goes to the model with a tool's result, up to the first command. As Claude 2.1.329 does.
    private mutating func handOver() -> [String] {
        let prompts = Array(queue.prefix { SlashCommand($0) == nil })
        queue.removeFirst(prompts.count)
        for text in prompts { emit(.write(.removed(text))) }
        return prompts
    }

    /// A no at the menu ends the turn: the person wants to say something else.
    private mutating func reject(_ call: ToolCall, _ turn: Turn) {
        note(call, turn)
        emit(.write(.toolResult(id: call.id, ToolCall.Result(text: "rejected by the user", isError: true))))
        emit(.write(.interrupted(duringTool: true)))
        emit(.show(.notice("Interrupted · The tool was not used")))
        rest()
    }
}
