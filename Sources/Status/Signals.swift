package import Model

/// The newest word of every source about one agent's launch. A new launch begins with none.
///
/// Whatever the order in which signals come in, the same ones make the same set: each source keeps the newest, and of
/// two of the same moment the one that is the greater as text.
package struct Signals: Sendable, Hashable, Codable {
    /// The words that hooks can say are kept apart by what they are about, since one does not take back the other.
    package enum HookTopic: String, Sendable, Hashable, Codable, CaseIterable {
        case session, prompt, tool, ask, end, subagent, compaction
    }

    package private(set) var screen: Signal<ScreenReading>?
    package private(set) var title: Signal<TitleReading>?
    package private(set) var sessionFile: Signal<SessionFileReading>?
    package private(set) var hooks: [HookTopic: Signal<HookReading>] = [:]
    package private(set) var transcript: Signal<TranscriptReading>?
    package private(set) var statusLine: Signal<StatusLineReading>?

    package init() {}

    package mutating func take(screen signal: Signal<ScreenReading>) { screen = Self.newer(screen, signal) }
    package mutating func take(title signal: Signal<TitleReading>) { title = Self.newer(title, signal) }
    package mutating func take(sessionFile signal: Signal<SessionFileReading>) {
        sessionFile = Self.newer(sessionFile, signal)
    }
    package mutating func take(transcript signal: Signal<TranscriptReading>) {
        transcript = Self.newer(transcript, signal)
    }
    package mutating func take(statusLine signal: Signal<StatusLineReading>) {
        statusLine = Self.newer(statusLine, signal)
    }
    package mutating func take(hook signal: Signal<HookReading>) {
        let topic = signal.value.topic
        hooks[topic] = Self.newer(hooks[topic], signal)
    }

    /// What was seen is still so, as a look that found no change tells.
    package mutating func confirm(screenAt moment: Timestamp) {
        if let signal = screen { screen?.seen = max(signal.seen, moment) }
        // A title that spins is seen to do so when it turns.
        if let signal = title, signal.value != .working { title?.seen = max(signal.seen, moment) }
    }

    mutating func keepLimit(ofTranscript old: Signal<TranscriptReading>) {
        if case .limited = old.value.last { return }
        transcript?.value.last = nil
    }

    /// The source itself says since when it has said so; what comes late is older, and does not count.
    private static func newer<Value>(_ old: Signal<Value>?, _ new: Signal<Value>) -> Signal<Value> {
        guard let old, old != new else { return new }
        if old.seen != new.seen { return old.seen < new.seen ? new : old }
        if old.since != new.since { return old.since < new.since ? new : old }
        return "\(old)" < "\(new)" ? new : old
    }
}

extension HookReading {
    package var topic: Signals.HookTopic {
        switch self {
        case .sessionBegan, .sessionEnded: .session
        case .prompted: .prompt
        case .toolBegins: .tool
        case .asks: .ask
        case .turnEnded, .turnFailed: .end
        case .subagentEnded: .subagent
        case .compacting: .compaction
        }
    }
}
