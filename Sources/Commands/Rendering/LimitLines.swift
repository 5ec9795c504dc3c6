package import Model

/// `ccmux limits` for people.
package enum LimitLines {
    package static func lines(_ list: LimitList, _ clock: Clock, colour: Bool) -> [String] {
        guard !list.accounts.isEmpty else { return ["No account is at a limit. Mode: \(SafeText.oneLine(list.mode))."] }
        var lines: [String] = []
        for account in list.accounts {
            if !lines.isEmpty { lines.append("") }
            lines.append(head(account, clock))
            guard !account.sessions.isEmpty else {
                lines.append("  none of its sessions was stopped")
                continue
            }
            let table = TextTable(
                columns: [
                    .init("  NAME"), .init("STATE"), .init("SINCE"), .init("TODAY"), .init("WHY"),
                ],
                rows: account.sessions.map { session in
                    [
                        .init("  " + SafeText.oneLine(session.name?.text ?? session.session.text)),
                        .init(words(session.state)), .init(clock.short(session.since)),
                        .init("\(session.resumedToday)" + (session.budget.map { " of \($0)" } ?? "")),
                        .init(SafeText.oneLine(session.reason ?? "")),
                    ]
                })
            lines += table.lines(width: nil, colour: colour)
        }
        return lines
    }

    private static func head(_ account: AccountLimit, _ clock: Clock) -> String {
        let name = SafeText.oneLine(account.account.rawValue)
        let kind = SafeText.oneLine(account.limit.kind.rawValue)
        switch account.phase {
        case .waiting:
            let end = account.limit.until.map { ", reset at \(clock.short($0))" } ?? ""
            let next = account.resumesAt.map { ", resumes from \(clock.short($0))" } ?? ""
            return "\(name): \(kind) limit since \(clock.short(account.since))\(end)\(next)"
        case .probing:
            let next = account.nextProbe.map { ", next try at \(clock.short($0))" } ?? ""
            return "\(name): \(kind) limit, its end is found out by trying: \(account.probes) so far\(next)"
        case .resuming: return "\(name): the \(kind) limit is over, sessions are resumed one by one"
        default: return "\(name): the \(kind) limit is over"
        }
    }

    private static func words(_ state: ParkedSession.State) -> String {
        switch state {
        case .continuesItself: "continues itself"
        case .spent: "budget spent"
        default: SafeText.oneLine(state.rawValue)
        }
    }
}
