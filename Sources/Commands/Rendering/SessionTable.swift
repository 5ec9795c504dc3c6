package import Model

/// The fleet as `ccmux list` shows it.
package struct SessionTable: Sendable {
    package var sessions: [SessionView]
    package var conflicts: [WorktreeConflict]
    package var clock: Clock
    /// The user's home folder, shown as `~`.
    package var userHome: String?

    package init(
        sessions: [SessionView], conflicts: [WorktreeConflict] = [], clock: Clock, userHome: String?
    ) {
        self.sessions = sessions
        self.conflicts = conflicts
        self.clock = clock
        self.userHome = userHome
    }

    /// What needs a person first, then what nobody has looked at, then the rest; by name within each.
    package static func ordered(_ sessions: [SessionView]) -> [SessionView] {
        let ranked: [(rank: Int, session: SessionView)] = sessions.map { (rank($0), $0) }
        let ordered = ranked.sorted { a, b in
            a.rank == b.rank ? a.session.name < b.session.name : a.rank < b.rank
        }
        return ordered.map(\.session)
    }

    private static func rank(_ session: SessionView) -> Int {
        let state = session.shownState
        if state.needsPerson { return 0 }
        switch state {
        case .limited: return 1
        case .idle: return session.unread ? 2 : 4
        case .hibernated: return 5
        case .stopped: return 6
        default: return 3
        }
    }

    package func lines(width: Int?, colour: Bool) -> [String] {
        let ordered = Self.ordered(sessions)
        // What is asked, and why one does not go on, matter more than where it works; but beside a narrow rest a little
        // of it is better than nothing.
        let room = min(40, max(12, (width ?? .max) - 36))
        let isUrgent = sessions.contains { session in
            let state = session.shownState
            return (state.needsPerson || state == .limited) && !StateDetail(session).text(clock).isEmpty
        }
        let table = TextTable(
            columns: [
                .init("NAME", minimum: 8),
                .init("AGENT", dropOrder: 4),
                .init("STATE"),
                .init("SINCE", dropOrder: 1),
                .init("CTX", dropOrder: 2),
                .init("UPTIME", dropOrder: 5),
                .init("RESTARTS", dropOrder: 6),
                .init("TODAY", dropOrder: 7),
                .init("DIR", minimum: 12, dropOrder: 3, cutsStart: true),
                .init("DETAIL", minimum: isUrgent ? room : 12, dropOrder: 0),
            ],
            rows: ordered.map(row))
        return table.lines(width: width, colour: colour)
            + footnotes(ordered).map { note in
                Style.faint.apply(width.map { note.truncatedAtEnd(to: $0) } ?? note, colour: colour)
            }
    }

    private func row(_ session: SessionView) -> [TextTable.Cell] {
        let mark = StateMark(session)
        let needsPerson = session.shownState.needsPerson
        return [
            .init(
                session.name.text + (session.pending.isEmpty ? "" : "*") + (isInTheWay(session) ? "!" : ""),
                needsPerson ? .bold : .plain),
            .init(SafeText.oneLine(session.agent)),
            .init(mark.text + SideMark.text { $0.holds(for: session) }, mark.style),
            .init(session.since.map(clock.age) ?? ""),
            .init(ContextText.short(session.context), ContextText.style(session.context)),
            .init(session.uptimeSeconds.map(Age.text(seconds:)) ?? ""),
            .init(session.restarts > 0 ? String(session.restarts) : ""),
            .init(session.today?.costUSD.map { $0 > 0 ? UsageLines.dollars($0) : "" } ?? ""),
            .init(Self.shortened(SafeText.oneLine(session.dir), userHome: userHome)),
            .init(StateDetail(session).text(clock)),
        ]
    }

    private func footnotes(_ sessions: [SessionView]) -> [String] {
        let marks = SideMark.allCases.filter { mark in sessions.contains { mark.holds(for: $0) } }
        let meanings = marks.map { "\($0.sign) \($0.meaning)" }
        let pending = sessions.filter { !$0.pending.isEmpty }.map { session in
            let settings = SafeText.oneLine(session.pending.joined(separator: ", "))
            return
                "* \(session.name) was launched with other settings (\(settings)); 'ccmux restart \(session.name)' applies them"
        }
        let shown = Set(sessions.map(\.name))
        let conflicts = conflicts.filter { !shown.isDisjoint(with: $0.sessions) }.map(ConflictText.line)
        return (meanings.isEmpty ? [] : [meanings.joined(separator: "   ")]) + pending + conflicts
    }

    private func isInTheWay(_ session: SessionView) -> Bool {
        conflicts.contains { $0.sessions.contains(session.name) }
    }

    /// `~` for the user's own home.
    package static func shortened(_ path: String, userHome: String?) -> String {
        guard let userHome, userHome.count > 1 else { return path }
        if path == userHome { return "~" }
        return path.hasPrefix(userHome + "/") ? "~" + path.dropFirst(userHome.count) : path
    }
}
