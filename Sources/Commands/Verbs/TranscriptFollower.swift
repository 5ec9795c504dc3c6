import Client
import Model
import Platform

/// Prints a conversation as it is written. A daemon that ends is waited for; an agent that goes on in another
/// conversation is followed there, where a session is meant.
struct TranscriptFollower {
    let client: DaemonClient
    let word: String
    let json: Bool
    let view: TranscriptView

    /// Seconds that one request waits for something new.
    private static let wait = 30.0
    private static let pauseBetweenTries = 0.25
    /// Seconds that a transcript may be gone: it may be replaced, or its agent begins another one.
    private static let patience = 60.0

    init(client: DaemonClient, word: String, json: Bool, view: TranscriptView) {
        var client = client
        // One that was stopped stays so.
        client.starter = nil
        self.client = client
        self.word = word
        self.json = json
        self.view = view
    }

    func run(from first: TranscriptPage) throws(CcmuxError) -> Never {
        var page = first
        var text = text(page.source)
        var away: (since: Double, isTold: Bool)?
        while true {
            for turn in page.turns { try show(turn, &text) }
            do throws(CcmuxError) {
                let next = try client.transcript(word, .after(page.cursor, wait: Self.wait))
                if next.source.path != page.source.path {
                    StandardStreams.report(["ccmux: it goes on in another conversation."])
                    text = self.text(next.source)
                } else if next.isReplaced == true {
                    StandardStreams.report(["ccmux: the transcript was replaced or cut; these are its last turns."])
                    text = self.text(next.source)
                }
                page = next
                away = nil
            } catch {
                page.turns = []
                try rest(error, &away)
            }
        }
    }

    private func rest(_ error: CcmuxError, _ away: inout (since: Double, isTold: Bool)?) throws(CcmuxError) {
        let isAway = error.code == .unavailable || error.code == .timedOut
        let since = away?.since ?? monotonicSeconds()
        guard isAway || (error.code == .notFound && monotonicSeconds() - since < Self.patience) else { throw error }
        if away?.isTold != true {
            let what = isAway ? "the daemon is away; waiting for it." : "the transcript is not there; waiting for it."
            StandardStreams.report(["ccmux: \(what)"])
        }
        away = (since, true)
        _ = waitReadable([], seconds: Self.pauseBetweenTries)
    }

    private func text(_ source: TranscriptSource) -> TranscriptText {
        TranscriptText(
            source: source, view: view, clock: Clock(now: wallClock()), width: StandardStreams.outputWidth,
            colour: StandardStreams.colour)
    }

    private func show(_ turn: TranscriptTurn, _ text: inout TranscriptText) throws(CcmuxError) {
        if json {
            try StandardStreams.write(try JSONCoding.bytes(turn) + [UInt8(ascii: "\n")])
        } else {
            try StandardStreams.write(lines: text.lines(turn))
        }
    }
}
