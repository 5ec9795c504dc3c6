package import Model
import Platform

/// What became of a prompt, for people.
package enum DeliveryText {
    /// The end of a sentence that begins with the session's name: `taken.`
    package static func fate(_ delivery: Delivery) -> String {
        switch delivery.state {
        case .taken: "taken."
        case .queued: "queued, for after the running turn."
        case .placed: "in the composer, not submitted."
        case .typing: "being typed."
        case .waiting: "waiting" + (reason(delivery).map { ": \($0)" } ?? ".")
        case .failed: "not delivered" + (reason(delivery).map { ": \($0)" } ?? ".")
        case .expired: "expired before it could be typed" + (reason(delivery).map { ": \($0)" } ?? ".")
        case .cancelled: "cancelled."
        default: SafeText.oneLine(delivery.state.rawValue) + (reason(delivery).map { ": \($0)" } ?? ".")
        }
    }

    /// `api: taken.`
    package static func line(_ delivery: Delivery) -> String {
        "\(name(delivery)): \(fate(delivery))"
    }

    package static func name(_ delivery: Delivery) -> String {
        delivery.name?.text ?? delivery.session.text
    }

    /// Why it waits or failed, with a full stop; nil where nothing is said.
    package static func reason(_ delivery: Delivery) -> String? {
        guard let reason = delivery.reason, !reason.isEmpty else { return nil }
        let text = SafeText.oneLine(reason)
        return text.hasSuffix(".") || text.hasSuffix("…") ? text : text + "."
    }

    /// The beginning of a text on one line.
    package static func beginning(_ text: String, scalars: Int = 200) -> String {
        let cut = text.unicodeScalars.prefix(scalars)
        let line = SafeText.oneLine(String(cut))
        return cut.endIndex < text.unicodeScalars.endIndex ? line + "…" : line
    }

    /// `17, waiting for 12s: a menu is open. "Run the tests"`.
    private static func brief(_ delivery: Delivery, _ clock: Clock) -> String {
        let why = reason(delivery).map { ": \($0)" } ?? ""
        return "\(delivery.id), \(delivery.state.rawValue) for \(clock.age(delivery.created))\(why) "
            + "\"\(beginning(delivery.text, scalars: 60))\""
    }

    /// Rows for what is on its way to one session, as `show` and `explain` print them.
    package static func rows(_ outbox: [Delivery]?, _ clock: Clock, limit: Int = 5) -> [(String, String)] {
        guard let outbox, !outbox.isEmpty else { return [] }
        var lines = outbox.prefix(limit).map { brief($0, clock) }
        if outbox.count > limit { lines.append("… \(outbox.count - limit) more: ccmux outbox") }
        return lines.enumerated().map { ($0.offset == 0 ? "outbox" : "", $0.element) }
    }

    /// One entry in full, as `outbox show` prints it: its text last.
    package static func lines(_ delivery: Delivery, clock: Clock, colour: Bool) -> [String] {
        var rows: [(String, String)] = [
            ("id", String(delivery.id)), ("session", name(delivery)), ("state", delivery.state.rawValue),
        ]
        if let reason = delivery.reason, !delivery.state.isDelivered { rows.append(("reason", reason)) }
        rows.append(("from", delivery.source))
        if let key = delivery.key { rows.append(("key", key)) }
        rows.append(("when", when(delivery, clock)))
        if !delivery.submit { rows.append(("submit", "no: it stays in the composer")) }
        if let expires = delivery.expires { rows.append(("expires", clock.local(expires).full)) }
        rows.append(("written", clock.local(delivery.created).full))
        for (name, moment) in [
            ("typed", delivery.typedAt), ("queued", delivery.queuedAt), ("taken", delivery.takenAt),
        ] {
            if let moment { rows.append((name, clock.local(moment).full)) }
        }
        if delivery.attempts > 1 { rows.append(("attempts", String(delivery.attempts))) }
        if let proof = delivery.proof { rows.append(("proof", proof.rawValue)) }
        let text = SafeText.lines(delivery.text)
        rows.append(("text", "\(delivery.text.utf8.count) bytes, \(text.count) line\(text.count == 1 ? "" : "s")"))
        return rows.map { key, value in
            Style.faint.apply(key + String(repeating: " ", count: 10 - key.count), colour: colour)
                + SafeText.oneLine(value)
        } + [""] + text
    }

    private static func when(_ delivery: Delivery, _ clock: Clock) -> String {
        switch delivery.when {
        case .now: "now"
        case .idle: "when the turn ends"
        case .at: delivery.notBefore.map { "at " + clock.local($0).full } ?? "at a time"
        }
    }
}
