import Agents
import Delivery
import Model
import Platform
import Store
import Tmux

/// Whether an agent reads what is typed. Claude 2.1.1 on a busy machine draws its composer and throws away what is
/// pasted in the seconds after: a young agent must show a letter first, which is then taken out again.
struct ComposerEcho {
    /// What tmux notes in place of a `TypingNote`.
    static let note = TmuxNote(option: TypingNote.option, value: "echo")
    static let letter = "x"
    /// Seconds until the letter is typed again.
    static let patience = 2.0

    var agent: ProcessIdentity
    /// When the letter was typed last, on the monotonic clock; nil before.
    var typed: Double?
    /// The composer showed something: it reads.
    var isHeard = false

    /// What stands there is nothing but letters of ours.
    static func isLetters(_ draft: String) -> Bool { draft.allSatisfy { letter.contains($0) } }
}

extension Fleet {
    /// Notes that the agent's composer shows what is typed.
    func hear(_ id: SessionID) {
        guard let agent = entries[id]?.runtime.agent,
            outbox.echoes[id]?.agent != agent || outbox.echoes[id]?.isHeard != true
        else { return }
        outbox.echoes[id] = ComposerEcho(agent: agent, isHeard: true)
    }

    func isHeard(_ id: SessionID) -> Bool {
        guard let echo = outbox.echoes[id] else { return false }
        return echo.isHeard && echo.agent == entries[id]?.runtime.agent
    }

    /// Types a letter, unless one is on its way.
    func knock(_ id: SessionID, _ pane: PaneID) async {
        guard let agent = entries[id]?.runtime.agent else { return }
        let clock = monotonicSeconds()
        if let echo = outbox.echoes[id], echo.agent == agent, let typed = echo.typed,
            clock - typed < ComposerEcho.patience
        {
            return
        }
        outbox.echoes[id] = ComposerEcho(agent: agent, typed: clock)
        change(id) { $0.isTyping = true }
        try? await tmux.sendKeys(
            [ComposerEcho.letter], to: pane, literal: true, guardedBy: typingMark(id), noting: ComposerEcho.note)
    }
}
