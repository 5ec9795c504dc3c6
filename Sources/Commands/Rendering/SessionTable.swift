package import Model

/// The fleet as `ccmux list` shows it.
package struct SessionTable: Sendable {
    package var sessions: [SessionView]
    package var now: Timestamp
    /// The user's home folder, shown as `~`.
    package var userHome: String?

    package init(sessions: [SessionView], now: Timestamp, userHome: String?) {
        self.sessions = sessions
        self.now = now
        self.userHome = userHome
    }

    /// What needs a person first, then by name.
    package static func ordered(_ sessions: [SessionView]) -> [SessionView] {
        sessions.map { (needsPerson: StateMark($0).needsPerson, session: $0) }.sorted { a, b in
            a.needsPerson == b.needsPerson ? a.session.name < b.session.name : a.needsPerson
        }.map(\.session)
    }

    package func lines(width: Int?, colour: Bool) -> [String] {
        let ordered = Self.ordered(sessions)
        // Why a session does not run matters more than where.
        let isStuck = sessions.contains { $0.process == .blocked || $0.process == .backoff }
        let table = TextTable(
            columns: [
                .init("NAME", minimum: 8),
                .init("AGENT", dropOrder: 3),
                .init("STATE"),
                .init("SINCE", dropOrder: 2),
                .init("UPTIME", dropOrder: 4),
                .init("RESTARTS", dropOrder: 5),
                .init("DIR", minimum: 12, dropOrder: 1, cutsStart: true),
                .init("DETAIL", minimum: isStuck ? 40 : 12, dropOrder: 0),
            ],
            rows: ordered.map(row))
        return table.lines(width: width, colour: colour)
            + footnotes(ordered).map { note in
                Style.faint.apply(width.map { note.truncatedAtEnd(to: $0) } ?? note, colour: colour)
            }
    }

    private func row(_ session: SessionView) -> [TextTable.Cell] {
        let mark = StateMark(session)
        return [
            .init(session.name.text + (session.pending.isEmpty ? "" : "*"), mark.needsPerson ? .bold : .plain),
            .init(SafeText.oneLine(session.agent)),
            .init(mark.text, mark.style),
            .init(session.since.map { Age.text(seconds: Int(now.seconds(since: $0))) } ?? ""),
            .init(session.uptimeSeconds.map(Age.text(seconds:)) ?? ""),
            .init(session.restarts > 0 ? String(session.restarts) : ""),
            .init(Self.shortened(SafeText.oneLine(session.dir), userHome: userHome)),
            .init(SafeText.oneLine(session.detail ?? "")),
        ]
    }

    private func footnotes(_ sessions: [SessionView]) -> [String] {
        sessions.filter { !$0.pending.isEmpty }.map { session in
            let settings = SafeText.oneLine(session.pending.joined(separator: ", "))
            return
                "* \(session.name) was launched with other settings (\(settings)); 'ccmux restart \(session.name)' applies them"
        }
    }

    /// `~` for the user's own home.
    package static func shortened(_ path: String, userHome: String?) -> String {
        guard let userHome, userHome.count > 1 else { return path }
        if path == userHome { return "~" }
        return path.hasPrefix(userHome + "/") ? "~" + path.dropFirst(userHome.count) : path
    }
}
