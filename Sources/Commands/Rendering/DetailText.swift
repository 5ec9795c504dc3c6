package import Model

/// One session in full, as `ccmux show` prints it.
package enum DetailText {
    package static func lines(_ detail: SessionDetail, clock: Clock, colour: Bool) -> [String] {
        let session = detail.session
        let settings = detail.settings
        var rows: [(String, String)] = [
            ("name", session.name.text),
            ("id", session.id.text),
            ("agent", session.agent),
            ("state", StateText.line(session, clock, colour: colour)),
        ]
        rows += StateText.rows(session, clock)
        rows += [
            ("wanted", session.wanted.rawValue),
            ("process", process(session)),
            ("directory", session.dir),
            ("conversation", session.uuid?.text ?? "not known yet"),
            ("transcript", transcript(detail)),
        ]
        rows += stopped(detail.last, clock)
        if let origin = detail.origin { rows.append(OriginText.row(origin)) }
        if let group = session.group { rows.append(("group", group)) }
        if let model = model(session, settings) { rows.append(("model", model)) }
        if let context = session.context, !ContextText.long(context).isEmpty {
            rows.append(("context", ContextText.long(context)))
        }
        if let mode = settings.permissionMode { rows.append(("mode", mode)) }
        if settings.yolo { rows.append(("yolo", "on: permissions are answered yes")) }
        if settings.remoteControl != .asUser { rows.append(("rc", settings.remoteControl.rawValue)) }
        if !settings.flags.isEmpty { rows.append(("flags", commandLine(settings.flags))) }
        if !settings.environment.isEmpty {
            rows.append(("variables", settings.environment.keys.sorted().joined(separator: " ")))
        }
        if !session.pending.isEmpty {
            rows.append(("pending", session.pending.joined(separator: ", ") + " (applies at the next launch)"))
        }
        rows += DeliveryText.rows(detail.outbox, clock)
        rows.append(("created", session.created.rfc3339))
        if !detail.command.isEmpty { rows.append(("command", commandLine(abridged(detail.command)))) }
        return rows.map { key, value in
            // The state is made here, with its colour; everything else may come from anywhere.
            let shown = key == "state" ? value : SafeText.oneLine(value)
            return Style.faint.apply(key + String(repeating: " ", count: 14 - key.count), colour: colour) + shown
        }
    }

    /// The model that answers, and the one that is wished where that is called otherwise.
    private static func model(_ session: SessionView, _ settings: SessionSettings) -> String? {
        guard let wished = settings.model else { return session.model }
        guard let actual = session.model, actual != wished else { return wished }
        return "\(actual) (set: \(wished))"
    }

    private static func process(_ session: SessionView) -> String {
        var parts = [session.process.rawValue]
        if let pid = session.pid { parts.append("pid \(pid)") }
        if let pane = session.pane { parts.append("pane \(pane)") }
        if let uptime = session.uptimeSeconds { parts.append("up \(Age.text(seconds: uptime))") }
        if session.restarts > 0 { parts.append("\(session.restarts) restart\(session.restarts == 1 ? "" : "s")") }
        return parts.joined(separator: ", ")
    }

    /// Where the conversation stopped: what was asked, what was said, and whether that was the end.
    private static func stopped(_ last: ConversationEnd?, _ clock: Clock) -> [(String, String)] {
        guard let last else { return [] }
        func row(_ key: String, _ text: String?, _ moment: Timestamp?) -> [(String, String)] {
            guard let text else { return [] }
            let age = moment.map { " (\(clock.age($0)) ago)" } ?? ""
            return [(key, DeliveryText.beginning(text) + age)]
        }
        var rows = row("last prompt", last.prompt, last.promptAt) + row("last message", last.message, last.messageAt)
        let turn = last.isEnded ? "ended" + (last.outcome.map { $0 == "completed" ? "" : ": \($0)" } ?? "") : "goes on"
        rows.append(("last turn", turn))
        let call = last.openTool.map { [$0, last.openToolSubject].compactMap(\.self).joined(separator: "  ") }
        return rows + row("open tool", call, last.openToolAt)
    }

    private static func transcript(_ detail: SessionDetail) -> String {
        guard let path = detail.transcript else { return "not known yet" }
        return detail.transcriptExists ? path : "\(path) (none yet)"
    }

    /// The long JSON of `--settings` says little to a reader; `show --json` has it.
    private static func abridged(_ words: [String]) -> [String] {
        words.map { $0.hasPrefix("{") && $0.utf8.count > 60 ? "{…}" : $0 }
    }

    /// Words as a shell would take them, for reading and copying.
    package static func commandLine(_ words: [String]) -> String {
        words.map { word in
            let isPlain =
                !word.isEmpty
                && word.utf8.allSatisfy { byte in
                    (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x2B...0x3A).contains(byte)
                        || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "=") || byte == UInt8(ascii: "@")
                        || byte == UInt8(ascii: "%")
                }
            return isPlain
                ? word
                : "'"
                    + word.split(separator: "'", omittingEmptySubsequences: false)
                    .joined(separator: "'\\''") + "'"
        }.joined(separator: " ")
    }

    package static func lines(_ response: EnvironmentResponse, colour: Bool) -> [String] {
        var lines = response.variables.map { variable in
            SafeText.oneLine("\(variable.name)=\(variable.value)") + "  "
                + Style.faint.apply(
                    "(\(SafeText.oneLine(variable.source))\(variable.masked ? ", masked" : ""))", colour: colour)
        }
        if !response.dropped.isEmpty {
            lines.append("not passed on: " + SafeText.oneLine(response.dropped.joined(separator: " ")))
        }
        return lines
    }
}
