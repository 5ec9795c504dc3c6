import Model

/// How the agent is to be launched.
package enum LaunchDecision: Sendable, Hashable {
    case begin([String])
    case resume([String])
    /// Begin, once the stub that stands in the way was set aside.
    case beginOverStub([String])
    /// Not at all, since it would lose a conversation or cannot work; the reason is for people.
    case blocked(String)

    /// Decides from the launch file and from what is on disk.
    ///
    /// | conversation | conversed | on disk | decision |
    /// |---|---|---|---|
    /// | not known yet | – | – | begin |
    /// | known, no evidence can be had | no / yes | – | begin / resume |
    /// | known | – | present | resume |
    /// | known | no | missing / stub | begin / begin over the stub |
    /// | known | yes | missing or stub | blocked: starting blank would lose it |
    package static func decide(_ launch: LaunchFile, presence: ConversationPresence?) -> LaunchDecision {
        if let reason = launch.blocked { return .blocked(reason) }
        guard let conversation = launch.conversation else { return .begin(launch.begin) }
        let begin = launch.begin.map { $0.replacingPlaceholder(with: conversation, whole: true) }
        let resume = launch.resume.map { $0.replacingPlaceholder(with: conversation, whole: true) }
        switch (presence, launch.conversed) {
        case (.present, _), (nil, true): return .resume(resume)
        case (.missing, false), (nil, false): return .begin(begin)
        case (.stub, false): return .beginOverStub(begin)
        case (.missing, true), (.stub, true):
            let path = launch.evidence?.path(of: conversation) ?? "its transcript"
            let gone = "the conversation \(conversation) is gone: \(path) holds nothing of it"
            return .blocked(launch.lost.map { "\(gone). \($0)" } ?? gone)
        }
    }
    /// The command line of the next launch; empty where there is none.
    package static func command(of launch: LaunchFile, presence: ConversationPresence?) -> [String] {
        switch decide(launch, presence: presence) {
        case .begin(let arguments), .resume(let arguments), .beginOverStub(let arguments): arguments
        case .blocked: []
        }
    }
}

extension String {
    /// Arguments are replaced as a whole only: what a user typed may contain anything.
    fileprivate func replacingPlaceholder(with conversation: ConversationID, whole: Bool) -> String {
        self == LaunchFile.placeholder ? conversation.text : self
    }
}
