package import Model
import Platform

/// One event on one line: time, session, kind, and what it says.
package enum EventLine {
    package static func text(_ event: Event, clock: Clock, colour: Bool) -> String {
        let name = event.name?.text ?? event.session?.text ?? "-"
        let kind = SafeText.oneLine(event.kind)
        var line = Style.faint.apply(clock.local(event.at).full, colour: colour) + "  " + padded(name, 16) + "  "
        line += style(kind).apply(padded(kind, 20), colour: colour)
        if let change = stateChange(event, clock, colour) { return line + " " + change }
        for (key, value) in event.data.sorted(by: { $0.key < $1.key }) {
            line += " \(SafeText.oneLine(key))=\(SafeText.oneLine(compact(value)))"
        }
        return String(line.reversed().drop { $0 == " " }.reversed())
    }

    /// `● working → ◐ permission: rm -rf build`, with the process where that changed as well; for `session.detail` what
    /// the state is. Nil for another kind of event.
    private static func stateChange(_ event: Event, _ clock: Clock, _ colour: Bool) -> String? {
        guard event.kind == "session.state" || event.kind == "session.detail",
            let name = event.data["state"]?.string
        else { return nil }
        let state = AgentState(rawValue: name)
        let mark = StateMark(state)
        var text = mark.style.apply(mark.text, colour: colour)
        if let before = event.data["was"]?["state"]?.string, before != name {
            text = StateMark(AgentState(rawValue: before)).text + " → " + text
        }
        text += SideMark.text { event.data[$0.key] == .bool(true) }
        if let process = event.data["process"]?.string, let was = event.data["was"]?["process"]?.string, was != process
        {
            text += SafeText.oneLine("  (\(was) → \(process))")
        }
        // "Next try in 8s" counts from when it happened.
        let detail = StateDetail(state, event: event.data).text(Clock(now: event.at, local: clock.local))
        return detail.isEmpty ? text : text + ": " + detail
    }

    /// A value as short as it can be read: text bare where it has no spaces, else JSON.
    package static func compact(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool(let flag): flag ? "true" : "false"
        case .integer(let number): String(number)
        case .number(let number): rounded(number)
        case .string(let text): text.isEmpty || text.contains(where: \.isWhitespace) ? "\"\(text)\"" : text
        case .array(let items): "[" + items.map(compact).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.sorted { $0.key < $1.key }.map { "\($0.key):\(compact($0.value))" }.joined(separator: ",")
                + "}"
        }
    }

    /// To the thousandth: what is finer (seconds mostly) only hinders reading.
    private static func rounded(_ number: Double) -> String {
        abs(number) < 1e12 ? String((number * 1000).rounded() / 1000) : String(number)
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.displayWidth))
    }

    private static func style(_ kind: String) -> Style {
        if kind.hasSuffix(".exited") || kind.hasSuffix(".failed") || kind.hasSuffix(".blocked") { return .red }
        return kind.hasSuffix(".started") || kind.hasSuffix(".created") ? .green : .plain
    }
}
