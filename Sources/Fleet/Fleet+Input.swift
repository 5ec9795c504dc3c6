import Agents
import Logging
package import Model
import Platform
import Runner
import Status
import Store
import Tmux

extension Fleet {
    /// Types a prompt into the agent and submits it.
    package func send(_ word: String, _ text: String) async throws(CcmuxError) {
        let id = try resolve(word)
        let text = normalised(text)
        try checkText(text)
        guard !text.isEmpty else { throw CcmuxError(.invalid, "There is nothing to send.") }
        let pane = try await readyPane(id)
        let mark = mark.guardMark(id)
        let echo = ScreenEcho(of: text)
        let before = await screenLines(pane).map { echo.count(in: $0) } ?? 0
        entries[id]?.isTyping = true
        defer { change(id) { $0.isTyping = false } }
        do throws(TmuxError) {
            if text.contains("\n") || text.utf8.count > Self.typedLimit {
                try await tmux.paste(Array(text.utf8), into: pane, guardedBy: mark)
            } else {
                try await tmux.sendKeys([text], to: pane, literal: true, guardedBy: mark)
            }
            await untilShown(echo, before: before, in: pane)
            // Codex takes an Enter right after a burst of keys for a line break.
            try? await Task.sleep(for: .milliseconds(Self.pauseBeforeEnter))
            try await tmux.sendKeys(["Enter"], to: pane, guardedBy: mark)
        } catch {
            throw failure(error, "send to", word)
        }
        // So that whoever waits for the turn's end next does not see the rest before it.
        observeClosely()
        _ = await wait(for: id, seconds: Self.patienceForTurn) { entry in
            guard let state = entry?.state else { return true }
            return state == .working || state == .compacting || state.isMenu
        }
    }

    /// Seconds within which an answered menu goes.
    private static let patienceForAnswer = 1.5
    /// Seconds within which a prompt shows as a turn.
    private static let patienceForTurn = 2.0

    /// Presses keys: tmux's names, or single characters.
    package func press(_ word: String, _ keys: [String]) async throws(CcmuxError) {
        let id = try resolve(word)
        for key in keys {
            guard KeyName.isValid(key) else {
                throw CcmuxError(
                    .invalid, "'\(key.prefix(40))' is not a key.",
                    advice: "Keys are single characters or names such as Enter, Escape, Up, Tab, C-c, M-x, F1.")
            }
        }
        guard !keys.isEmpty else { throw CcmuxError(.invalid, "There is no key to press.") }
        guard let pane = entries[id]?.pane?.id else { throw notRunning(id) }
        let before = entries[id]?.verdict.status
        do throws(TmuxError) {
            try await tmux.sendKeys(keys, to: pane, guardedBy: mark.guardMark(id))
        } catch {
            throw failure(error, "press keys in", word)
        }
        observeClosely()
        // So that whoever looks next does not see the menu that was just answered.
        if let before, before.menu != nil {
            _ = await wait(for: id, seconds: Self.patienceForAnswer) { entry in
                guard let status = entry?.verdict.status else { return true }
                return status.state != before.state || (status.menu != nil && status.menu != before.menu)
            }
        }
    }

    /// Longer text is pasted: typed keys could be taken one by one.
    private static let typedLimit = 200
    private static let pauseBeforeEnter = 200

    /// The pane, once an agent is there to read.
    private func readyPane(_ id: SessionID) async throws(CcmuxError) -> PaneID {
        let isReady = await wait(for: id, seconds: 15) { entry in
            guard let entry, entry.record.wanted == .running else { return true }
            return entry.process == .blocked || (entry.process == .running && entry.state != .starting)
        }
        guard let entry = entries[id], entry.record.wanted == .running, entry.process == .running, let pane = entry.pane
        else { throw notRunning(id) }
        guard isReady else {
            throw CcmuxError(
                .timedOut, "'\(entry.record.name)' is not ready for a prompt yet.",
                advice: "ccmux peek \(entry.record.name) shows its screen.")
        }
        await untilScreenRests(id, pane.id)
        await observe()
        if let status = entries[id]?.verdict.status, status.state.isMenu || status.menu != nil {
            let name = entry.record.name
            throw CcmuxError(
                .refused,
                status.state == .login
                    ? "'\(name)' is not logged in: a prompt would fail."
                    : "'\(name)' waits at a menu (\(status.state.rawValue)): a prompt would answer it.",
                advice: "ccmux attach \(name) shows it; ccmux key \(name) … presses keys.")
        }
        return pane.id
    }

    private func notRunning(_ id: SessionID) -> CcmuxError {
        guard let entry = entries[id] else { return gone(id.text) }
        let name = entry.record.name
        return switch entry.process {
        case .stopped: CcmuxError(.refused, "'\(name)' is stopped.", advice: "ccmux start \(name)")
        case .hibernated: CcmuxError(.refused, "'\(name)' is hibernated.", advice: "ccmux wake \(name)")
        case .blocked: CcmuxError(.refused, "'\(name)' is blocked: \(entry.detail ?? "see ccmux show \(name)")")
        case .backoff:
            CcmuxError(
                .refused, "'\(name)' has just crashed and comes back soon.",
                advice: "ccmux restart \(name) starts it at once.")
        case .starting, .running:
            CcmuxError(.refused, "'\(name)' is not running yet.", advice: "Try again in a moment.")
        }
    }

    private func failure(_ error: TmuxError, _ what: String, _ word: String) -> CcmuxError {
        error.code == .unmarked || error.code == .notFound
            ? CcmuxError(.refused, "The pane of '\(word)' went away.", advice: "Try again when it is back.")
            : CcmuxError(.failed, "Could not \(what) '\(word)': \(error.message)")
    }

    /// Line breaks as the agent writes them; the last one is the Enter that follows.
    private func normalised(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if byte == 10, bytes.last == 13 { bytes.removeLast() }
            bytes.append(byte)
        }
        while bytes.last == 10 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Refuses, by name, what a terminal would act on.
    func checkText(_ text: String) throws(CcmuxError) {
        for scalar in text.unicodeScalars {
            let isControl =
                (scalar.value < 0x20 && scalar != "\n" && scalar != "\t") || (0x7F...0x9F).contains(scalar.value)
            guard isControl else { continue }
            let hex = String(scalar.value, radix: 16, uppercase: true)
            let code = "U+" + String(repeating: "0", count: 4 - hex.count) + hex
            throw CcmuxError(
                .invalid, "The text holds a control character (\(code)), on which a terminal would act.",
                advice: "Take it out; for keys there is: ccmux key NAME KEY…")
        }
    }
}

/// Key names as tmux takes them.
enum KeyName {
    private static let names: Set<String> = [
        "Enter", "Escape", "Tab", "BTab", "Space", "BSpace", "Up", "Down", "Left", "Right", "Home", "End", "PageUp",
        "PageDown", "PgUp", "PgDn", "PPage", "NPage", "IC", "DC", "Insert", "Delete",
    ]

    static func isValid(_ key: String) -> Bool {
        var rest = key[...]
        while rest.count > 2, ["C-", "M-", "S-"].contains(where: rest.hasPrefix) { rest = rest.dropFirst(2) }
        if names.contains(String(rest)) { return true }
        if rest.hasPrefix("F"), (1...12).contains(where: { rest.dropFirst() == "\($0)" }) { return true }
        guard rest.count == 1, let scalar = rest.unicodeScalars.first else { return false }
        return scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
    }
}
