import Agents
import Logging
package import Model
import Platform
import Runner
import Status
import Store
import Tmux

extension Fleet {
    /// Seconds within which an answered menu goes.
    private static let patienceForAnswer = 1.5

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
        outbox.keysPressed[id] = now()
        observeClosely()
        // So that whoever looks next does not see the menu that was just answered.
        if let before, before.menu != nil {
            _ = await wait(for: id, seconds: Self.patienceForAnswer) { entry in
                guard let status = entry?.verdict.status else { return true }
                return status.state != before.state || (status.menu != nil && status.menu != before.menu)
            }
        }
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
