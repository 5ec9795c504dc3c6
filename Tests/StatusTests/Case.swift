import Model
import Testing

@testable import Status

/// A row of the specification: what the sources say, seconds before now, and what is to be said of it.
struct Case: CustomTestStringConvertible, Sendable {
    enum Source: Sendable {
        case screen(ScreenReading.Scene, Double, seen: Double = 0, saying: ScreenReading.Notice? = nil)
        case title(TitleReading, Double, seen: Double = 0)
        case file(SessionFileReading.Status, Double, seen: Double = 0)
        case hook(HookReading, Double)
        case transcript(TranscriptReading.Last, Double)
    }

    var name: String
    var process: ProcessReading? = .running
    var sources: [Source]
    var launched = 3600.0
    var awaitsReady = false
    var previous: AgentState?
    var state: AgentState
    var rule: StatusRule

    init(
        _ name: String, _ sources: [Source], process: ProcessReading? = .running, launched: Double = 3600,
        awaitsReady: Bool = false, previous: AgentState? = nil, _ state: AgentState, _ rule: StatusRule
    ) {
        self.name = name
        self.sources = sources
        self.process = process
        self.launched = launched
        self.awaitsReady = awaitsReady
        self.previous = previous
        self.state = state
        self.rule = rule
    }

    var testDescription: String { name }

    static let now = Timestamp(seconds: 1_800_000_000)

    static func ago(_ seconds: Double) -> Timestamp { now.adding(seconds: -seconds) }

    var signals: Signals { Self.signals(sources) }

    static func signals(_ sources: [Source]) -> Signals {
        var signals = Signals()
        for source in sources { source.give(to: &signals) }
        return signals
    }

    var verdict: Verdict { verdict(of: signals) }

    func verdict(of signals: Signals) -> Verdict {
        StatusEngine.verdict(
            process: process, signals: signals, launched: Self.ago(launched), awaitsReady: awaitsReady,
            previous: previous, now: Self.now)
    }
}

extension Case.Source {
    func give(to signals: inout Signals) {
        switch self {
        case .screen(let scene, let since, let seen, let notice):
            signals.take(
                screen: Signal(ScreenReading(scene, notice: notice), since: Case.ago(since), seen: Case.ago(seen)))
        case .title(let reading, let since, let seen):
            signals.take(title: Signal(reading, since: Case.ago(since), seen: Case.ago(seen)))
        case .file(let status, let since, let seen):
            signals.take(sessionFile: Signal(SessionFileReading(status), since: Case.ago(since), seen: Case.ago(seen)))
        case .hook(let reading, let since): signals.take(hook: Signal(reading, since: Case.ago(since)))
        case .transcript(let last, let since):
            signals.take(transcript: Signal(TranscriptReading(last: last), since: Case.ago(since)))
        }
    }
}

extension OpenMenu {
    static func of(_ kind: AgentState) -> OpenMenu {
        OpenMenu(
            kind: kind, subject: "touch made.txt",
            options: [.init(number: 1, label: "Yes", isSelected: true), .init(number: 2, label: "No")])
    }
}
