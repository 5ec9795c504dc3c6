extension Machine {
    mutating func press(_ key: Key) {
        if case .leaving(_, let status) = activity {
            if key == .control("c") || key == .control("d") { emit(.exit(status)) }
            return
        }
        let hadHint = hint != nil
        hint = nil
        switch key {
        case .control("c"): return pressControlC(again: hadHint)
        case .control("z"): return emit(.suspend)
        default: break
        }
        if case .trusting(var menu, let source) = activity {
            let pick = menu.press(key)
            activity = .trusting(menu, source: source)
            guard let pick else { return }
            if pick == .option(0) { return settle(source: source) }
            emit(.releaseTerminal)
            return emit(.exit(1))
        }
        guard case .working(var turn) = activity else { return pressAtComposer(key) }
        if case .dialog(var menu) = turn.phase {
            let pick = menu.press(key)
            turn.phase = .dialog(menu)
            activity = .working(turn)
            if pick != nil { step(turn) }
            return
        }
        if case .menu(var menu, let call, let ticket) = turn.phase {
            let pick = menu.press(key)
            turn.phase = .menu(menu, call, ticket)
            activity = .working(turn)
            if let pick { picked(pick, call, turn) }
        } else if key == .escape {
            interrupt(turn)
        } else {
            pressAtComposer(key)
        }
    }

    private mutating func pressAtComposer(_ key: Key) {
        switch key {
        case .enter: submit(composer.submit())
        case .control("d") where composer.isEmpty: leave(status: 0, reason: "prompt_input_exit")
        default: _ = composer.edit(key)
        }
    }

    /// Once clears the draft or stops the work, twice leaves.
    private mutating func pressControlC(again: Bool) {
        if again { return leave(status: 0, reason: "prompt_input_exit") }
        if !composer.isEmpty {
            composer.clear()
        } else if case .working(let turn) = activity {
            interrupt(turn)
        }
        hint = ("press ctrl-c again to exit", now.uptime + 2)
    }
}
