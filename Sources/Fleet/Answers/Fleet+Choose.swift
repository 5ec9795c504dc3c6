import Agents
import Answers
import Logging
package import Model
import Platform
import Status
import Store
import Tmux

extension Fleet {
    /// Answers a menu by keys: looks, moves the cursor step by step, confirms, and sees the menu go. Returns once it is
    /// gone.
    ///
    /// - Parameters:
    ///   - option: one of the menu's.
    ///   - menu: as it was seen; another one that is open meanwhile is not touched.
    /// - Throws: `.refused` where it is not open any more, something else is typed at the moment, or it takes no keys.
    package func choose(
        _ option: OpenMenu.Option, of menu: OpenMenu, in id: SessionID
    ) async throws(CcmuxError) {
        let name = entries[id]?.record.name.text ?? id.text
        guard let pane = entries[id]?.pane?.id, entries[id]?.runtime.agent != nil else {
            throw CcmuxError(.refused, "'\(name)' does not run, so that nothing can be answered.")
        }
        let places = menu.options.indices.filter {
            menu.options[$0].label == option.label && menu.options[$0].number == option.number
        }
        guard let target = places.first, places.count == 1 else {
            throw CcmuxError(.refused, "The menu of '\(name)' has no one option '\(option.label.prefix(80))'.")
        }
        guard entries[id]?.isTyping == false else {
            throw CcmuxError(.refused, "Something is typed into '\(name)' at this moment.", advice: "Try again.")
        }
        entries[id]?.isTyping = true
        defer { endTyping(id) }
        var pilot = MenuPilot(menu, choosing: target, now: monotonicSeconds())
        loop: while true {
            guard entries[id]?.pane?.id == pane else {
                throw CcmuxError(.refused, "The pane of '\(name)' went away before the menu was answered.")
            }
            let seen = await sight(of: id, in: pane)
            switch pilot.next(seen, now: monotonicSeconds()) {
            case .wait: try? await Task.sleep(for: .milliseconds(50))
            case .done: break loop
            case .refuse(let refusal): throw Self.refusal(refusal, name, hasConfirmed: pilot.hasConfirmed)
            case .press(let key):
                do throws(TmuxError) {
                    try await tmux.sendKeys([key.rawValue], to: pane, guardedBy: mark.guardMark(id))
                } catch {
                    throw CcmuxError(.failed, "Could not press keys in '\(name)': \(error.message)")
                }
                logger.debug("a key for a menu", metadata: ["id": "\(id)", "key": "\(key.rawValue)"])
                try? await Task.sleep(for: .milliseconds(40))
            }
        }
        observeClosely()
        // So that whoever looks next does not see the menu that was just answered.
        _ = await wait(for: id, seconds: 1.5) { entry in
            guard let open = entry?.verdict.status.menu else { return true }
            return !open.asksTheSame(as: menu)
        }
    }

    /// A prompt's typing ends by itself.
    private func endTyping(_ id: SessionID) {
        guard outbox.typing[id] == nil else { return }
        change(id) { $0.isTyping = false }
    }

    /// Leaves a menu by one Escape, after two looks that agree, and sees it go.
    func dismiss(_ menu: OpenMenu, in id: SessionID) async throws(CcmuxError) {
        try await pressOnce("Escape", id) { seen in
            if case .menu(let current) = seen { current.asksTheSame(as: menu) } else { false }
        }
    }

    /// Presses one key, never twice, while `stands` says so of two looks in a row; waits until it does not any more.
    func pressOnce(
        _ key: String, _ id: SessionID, while stands: (MenuPilot.Seen) -> Bool
    ) async throws(CcmuxError) {
        let name = entries[id]?.record.name.text ?? id.text
        guard let pane = entries[id]?.pane?.id, entries[id]?.isTyping == false else {
            throw CcmuxError(.refused, "Something is typed into '\(name)' at this moment.", advice: "Try again.")
        }
        entries[id]?.isTyping = true
        defer { endTyping(id) }
        for _ in 0..<2 {
            guard stands(await sight(of: id, in: pane)) else {
                throw CcmuxError(.refused, "The menu of '\(name)' is not open any more.")
            }
            try? await Task.sleep(for: .milliseconds(80))
        }
        do throws(TmuxError) {
            try await tmux.sendKeys([key], to: pane, guardedBy: mark.guardMark(id))
        } catch {
            throw CcmuxError(.failed, "Could not press keys in '\(name)': \(error.message)")
        }
        let deadline = monotonicSeconds() + 5
        while monotonicSeconds() < deadline {
            try? await Task.sleep(for: .milliseconds(60))
            if !stands(await sight(of: id, in: pane)) {
                observeClosely()
                return
            }
        }
        throw CcmuxError(.failed, "The menu of '\(name)' still stands although \(key) was pressed.")
    }

    /// What the pane shows at this moment.
    func sight(of id: SessionID, in pane: PaneID) async -> MenuPilot.Seen {
        let capture = try? await tmux.capture(pane, escapes: true)
        guard let capture, let entry = entries[id], let kind = catalog.kind(entry.record.agent) else {
            return .unreadable
        }
        let text = ScreenText(lines: capture.lines, width: entry.watch.size.0)
        return switch kind.reading(of: text, at: now(), zone: entry.environment?["TZ"]).scene {
        case .menu(let menu): .menu(menu)
        case .composer, .working, .compacting: .other
        case .blank, .gone, .unclear: .unreadable
        }
    }

    private static func refusal(_ refusal: MenuPilot.Refusal, _ name: String, hasConfirmed: Bool) -> CcmuxError {
        let sentence =
            switch refusal {
            case .gone: "The menu of '\(name)' is not open any more."
            case .changed: "Another menu is open in '\(name)' by now."
            case .noCursor: "The menu of '\(name)' does not show on which option its cursor stands."
            case .notTaken:
                hasConfirmed
                    ? "The menu of '\(name)' still stands although Enter was pressed."
                    : "The menu of '\(name)' does not react to keys."
            case .unreadable: "The screen of '\(name)' cannot be read at the moment."
            }
        return CcmuxError(.refused, sentence, advice: "ccmux attach \(name) shows it.")
    }
}
