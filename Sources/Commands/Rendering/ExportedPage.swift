package import Model
import Platform
import Transcripts

/// A conversation on its way out: in one of the forms, without its secrets.
package struct ExportedPage {
    private let isMarkdown: Bool
    private let view: TranscriptView
    private let clock: Clock
    private var redaction: SecretRedaction?
    private var html: TranscriptHTML?
    private var markdown: TranscriptMarkdown?
    package private(set) var turns = 0

    package init(isMarkdown: Bool, view: TranscriptView, redacts: Bool, clock: Clock) {
        self.isMarkdown = isMarkdown
        self.view = view
        self.clock = clock
        redaction = redacts ? SecretRedaction() : nil
    }

    package mutating func begin(_ source: TranscriptSource) -> [String] {
        var source = source
        redaction?.apply(to: &source)
        if isMarkdown {
            let page = TranscriptMarkdown(source: source, clock: clock)
            markdown = page
            return page.head(source)
        }
        let page = TranscriptHTML(source: source, clock: clock)
        html = page
        return page.head(source)
    }

    package mutating func lines(_ turn: TranscriptTurn) -> [String] {
        var shown = view.shown(turn)
        redaction?.apply(to: &shown)
        guard !shown.items.isEmpty else { return [] }
        turns += 1
        return markdown?.lines(shown) ?? html?.lines(shown) ?? []
    }

    package func end() -> [String] {
        let note = ["Exported by ccmux \(ccmuxVersion), \(clock.local(clock.now).full).", summary]
        return html?.foot(note) ?? ["---", ""] + note.flatMap { ["*\(TranscriptMarkdown.escaped($0))*", ""] }
    }

    /// How many of each shape were hidden.
    package var hidden: [String: Int] {
        Dictionary(uniqueKeysWithValues: (redaction?.counts ?? [:]).map { ($0.key.rawValue, $0.value) })
    }

    /// `12 turns; 3 secrets hidden: 2 × GitHub token, 1 × password.`
    package var summary: String {
        let count = "\(turns) turn\(turns == 1 ? "" : "s")"
        guard let redaction else { return "\(count); secrets were not looked for." }
        guard redaction.total > 0 else { return "\(count); no secrets were found." }
        let shapes = redaction.counts.sorted { $0.key < $1.key }.map { "\($0.value) × \($0.key.rawValue)" }
        let secrets = "\(redaction.total) secret\(redaction.total == 1 ? "" : "s")"
        return "\(count); \(secrets) hidden: \(shapes.joined(separator: ", "))."
    }
}
