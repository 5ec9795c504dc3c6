package import Model

extension Signals {
    /// All that the sources say, in words, newest first.
    package func evidence() -> [Explanation.Evidence] {
        var all: [Explanation.Evidence] = []
        func add<Value>(_ source: String, _ signal: Signal<Value>?, _ words: (Value) -> String) {
            guard let signal else { return }
            all.append(
                Explanation.Evidence(
                    source: source, since: signal.since, seen: signal.seen, says: words(signal.value), raw: signal.raw))
        }
        add("screen", screen) { $0.words }
        add("title", title) { $0.words }
        add("session-file", sessionFile) { $0.words }
        for (_, hook) in hooks { add("hook", hook) { $0.words } }
        add("transcript", transcript) { $0.words }
        add("status-line", statusLine) { $0.words }
        return all.sorted { a, b in a.seen != b.seen ? a.seen > b.seen : (a.source, a.says) < (b.source, b.says) }
    }
}

extension ScreenReading {
    var words: String {
        let notes = [
            notice.map { ", and its last message \($0.words)" }, draft.map { _ in ", with a draft" },
            background ? ", with work in the background" : nil, queued > 0 ? ", with \(queued) prompts queued" : nil,
        ].compactMap { $0 }.joined()
        return scene.words + notes
    }
}

extension ScreenReading.Scene {
    var words: String {
        switch self {
        case .blank: "nothing is drawn"
        case .composer: "the composer, and no turn"
        case .working: "a turn goes on"
        case .compacting: "the conversation is being summarised"
        case .menu(let menu): "a menu (\(menu.kind.rawValue)): \(menu.options.map(\.label).joined(separator: " | "))"
        case .gone: "the agent has left the screen"
        case .unclear: "nothing that is known"
        }
    }
}

extension ScreenReading.Notice {
    var words: String {
        switch self {
        case .limited(let limit, let isCertain):
            "speaks of a limit (\(limit.kind.rawValue)\(limit.until.map { ", until \($0.rfc3339)" } ?? ""))"
                + (isCertain ? "" : ", as an answer might")
        case .failed(let kind, let text): "is an error (\(kind.rawValue)): \(text)"
        case .retrying(let kind, let text): "is that it tries again (\(kind.rawValue)): \(text)"
        case .interrupted: "is that it was interrupted"
        }
    }
}

extension TitleReading {
    var words: String {
        switch self {
        case .working: "it spins"
        case .atRest: "at rest"
        case .needsPerson: "it calls for a person"
        case .silent: "nothing about the agent"
        }
    }
}

extension SessionFileReading {
    var words: String {
        switch status {
        case .idle: "idle"
        case .busy: "busy"
        case .waiting(let state, let words): "waiting: \(words) (\(state.rawValue))"
        }
    }
}

extension HookReading {
    var words: String {
        switch self {
        case .sessionBegan(let source): "ready (\(source))"
        case .prompted: "a prompt was taken"
        case .toolBegins(let name, let subject): "the tool \(name) begins\(subject.map { ": \($0)" } ?? "")"
        case .asks(let state, let tool, let subject):
            "a dialog opens (\(state.rawValue)) for \(tool)\(subject.map { ": \($0)" } ?? "")"
        case .turnEnded(let background): "the turn ended" + (background ? ", work goes on in the background" : "")
        case .turnFailed(let kind, let isLimit, let text):
            (isLimit ? "the turn ended at a limit" : "the turn failed (\(kind.rawValue))")
                + (text.map { ": \($0)" } ?? "")
        case .subagentEnded: "a subagent ended"
        case .compacting: "the conversation is being summarised"
        case .sessionEnded(let reason): "the agent ends (\(reason))"
        }
    }
}

extension TranscriptReading {
    var words: String {
        switch last {
        case .input: "what the agent was told comes last"
        case .answer: "the agent's answer comes last"
        case .toolUse(let name): "the use of \(name) comes last"
        case .failed(let kind, let text): "an error comes last (\(kind.rawValue)): \(text)"
        case .limited(let limit):
            "a limit comes last (\(limit.kind.rawValue)\(limit.until.map { ", until \($0.rfc3339)" } ?? ""))"
        case .interrupted: "an interruption comes last"
        case .turnEnded: "the turn's end comes last"
        case nil: "nothing about the turn"
        }
    }
}

extension StatusLineReading {
    var words: String {
        [
            model, context?.percent.map { "\($0) % of the context" },
            cost.map { cost in "$\((cost * 100).rounded() / 100)" },
        ].compactMap { $0 }.joined(separator: ", ")
    }
}
