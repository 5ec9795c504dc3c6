package import Model

/// The whole fleet on one line, for status bars: `2 need you · 5 working · 3 idle · 3 of 12 limited, reset 14:05`.
package enum SummaryLine {
    package static func text(_ summary: FleetSummary, _ clock: Clock) -> String {
        guard summary.total > 0 else { return "no sessions" }
        func count(_ states: AgentState...) -> Int {
            states.reduce(0) { $0 + max(0, summary.counts[$1.rawValue] ?? 0) }
        }
        var parts: [String] = []
        func add(_ number: Int, _ word: String) {
            if number > 0 { parts.append("\(number) \(word)") }
        }
        let waiting = summary.waiting.count
        add(waiting, waiting == 1 ? "needs you" : "need you")
        add(count(.working, .compacting), "working")
        add(count(.starting), "starting")
        add(count(.idle), "idle")
        // What is not known is said rather than left out, also a state of a newer daemon.
        for (state, number) in summary.counts.sorted(by: { $0.key < $1.key }) where !told.contains(state) {
            add(number, SafeText.oneLine(state))
        }
        let limited = count(.limited)
        if limited > 0 {
            let reset = summary.limitedUntil.map { ", reset \(clock.short($0))" } ?? ""
            parts.append("\(limited) of \(summary.total) limited\(reset)")
        }
        add(count(.hibernated), "hibernated")
        // That some are stopped is no news, unless it is all there is to say.
        if parts.isEmpty { add(count(.stopped), "stopped") }
        return parts.isEmpty ? "\(summary.total) sessions" : parts.joined(separator: " · ")
    }

    /// States that a part of the line stands for.
    private static let told = Set(
        StateNames.all.filter { AgentState(rawValue: $0).needsPerson }
            + [AgentState.working, .compacting, .starting, .idle, .limited, .hibernated, .stopped].map(\.rawValue))
}
