import Model
import Platform
import Status
import Tmux

extension Fleet {
    /// Keeps the user options of the sessions in tmux, for people's own status lines.
    func showMarks() async {
        guard !unmarked.isEmpty else { return }
        let ids = unmarked
        unmarked = []
        var changes: [(session: TmuxSessionID, option: String, value: String)] = []
        for id in ids {
            guard let entry = entries[id], let session = entry.sight?.session else { continue }
            let status = entry.verdict.status
            changes.append((session, "@ccmux_state", status.state.rawValue))
            changes.append((session, "@ccmux_detail", Self.optionText(Self.detail(of: status))))
            let tokens = status.context?.used.map { "\($0 / 1000)k" }
            changes.append((session, "@ccmux_context", status.context?.percent.map { "\($0)%" } ?? tokens ?? ""))
        }
        await tmux.setOptions(changes)
    }

    private static func detail(of status: AgentStatus) -> String {
        guard let limit = status.limit else { return status.detail ?? "" }
        guard let until = limit.until else { return limit.kind.rawValue }
        return "\(limit.kind.rawValue) until \(LocalTime(until).short(now: LocalTime(wallClock())))"
    }

    /// One line that a status line may show: a `#` begins a style there.
    private static func optionText(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars.prefix(200) {
            switch scalar {
            case "#": result += "##"
            case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value): result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
