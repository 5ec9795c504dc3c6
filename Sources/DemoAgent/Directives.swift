/// What a prompt makes the agent do, one thing after another.
enum Step: Equatable {
    /// Silence, as when the model does not answer.
    case pause(seconds: Double)
    /// An answer, piece by piece, each `interval` seconds after the last.
    case reply(pieces: [String], interval: Double)
    /// Ask to run a shell command, then run it.
    case tool(command: String)
    /// A multiple-choice question.
    case ask
    /// A plan for approval.
    case plan
    case fail(Failure)
    /// The program ends at once with this status.
    case exit(Int32)
    /// The program dies by SIGSEGV.
    case fault
    /// A dialog that belongs to no tool.
    case dialog
    /// Work begins in the background and goes on after the turn.
    case background(seconds: Double)
    /// Compacting, from `/compact` only.
    case compact(seconds: Double, argument: String)
}

/// A turn's script, and the input tokens that its answers report.
struct Script: Equatable {
    var steps: [Step]
    var inputTokens = 12

    /// Reads the steering words `[[name argument]]` of a prompt, in their order. A prompt without any
    /// is answered with `ack: <the prompt>`; unknown words are plain text.
    init(prompt: String) {
        steps = []
        for (name, argument) in Script.directives(in: prompt) {
            switch name {
            case "slow":
                let ticks = max(1, Int(min(Script.seconds(argument, default: 5), 86_400) * 4))
                steps.append(.reply(pieces: (0..<ticks).map { "w\($0) " }, interval: 0.25))
            case "say": steps.append(Script.answer(argument))
            case "long":
                let count = min(max(Int(argument) ?? 100, 1), 100_000)
                steps.append(.reply(pieces: [(1...count).map { "line \($0)" }.joined(separator: "\n")], interval: 0))
            case "big": steps.append(Script.big(bytes: min(max(Int(argument) ?? 3_000_000, 1), 64 << 20)))
            case "trap": steps.append(Script.answer(Traps.text(argument)))
            case "dialog": steps.append(.dialog)
            case "background": steps.append(.background(seconds: Script.seconds(argument, default: 30)))
            case "tool", "escalate": steps.append(.tool(command: argument))
            case "ask": steps.append(.ask)
            case "plan": steps.append(.plan)
            case "limit": steps.append(.fail(.limit(weekly: false, seconds: Script.seconds(argument, default: 300))))
            case "weekly": steps.append(.fail(.limit(weekly: true, seconds: Script.seconds(argument, default: 300))))
            case "error": steps.append(.fail(.status(Int(argument) ?? 500)))
            case "overloaded": steps.append(.fail(.overloaded))
            case "corrupt": steps.append(.fail(.corrupt))
            case "toolong": steps.append(.fail(.tooLong))
            case "hang": steps.append(.pause(seconds: Script.seconds(argument, default: 30)))
            case "crash": steps.append(.exit(Int32(argument).map { $0 & 255 } ?? 1))
            case "segv": steps.append(.fault)
            case "tokens": inputTokens = max(0, Int(argument) ?? inputTokens)
            default: continue
            }
        }
        let silent = steps.allSatisfy {
            switch $0 {
            case .pause, .background, .dialog: true
            default: false
            }
        }
        if silent { steps.append(Script.answer("ack: " + prompt)) }
    }

    /// An answer of a size that readers of screens and transcripts must stand.
    private static func big(bytes: Int) -> Step {
        let line = "The quick brown fox jumps over the lazy dog, and nobody asked it to. 漢字 ❯ 1. Yes\n"
        let piece = String(repeating: line, count: 400)
        let count = max(1, bytes / piece.utf8.count)
        return .reply(pieces: Array(repeating: piece, count: count), interval: 0.005)
    }

    /// An answer in words, quick however long it is.
    static func answer(_ text: String) -> Step {
        var pieces: [String] = []
        var word = ""
        for character in text {
            if character.isWhitespace, !word.isEmpty, pieces.count < 40 {
                pieces.append(word)
                word = ""
            }
            word.append(character)
        }
        return .reply(pieces: pieces + [word], interval: 0.01)
    }

    /// Every `[[name argument]]` in the text.
    static func directives(in text: String) -> [(name: String, argument: String)] {
        var found: [(String, String)] = []
        var rest = text.unicodeScalars[...]
        while let open = rest.firstRange(of: "[[".unicodeScalars) {
            rest = rest[open.upperBound...]
            guard let close = rest.firstRange(of: "]]".unicodeScalars) else { break }
            let inside = rest[..<close.lowerBound]
            let name = inside.prefix { $0 == "_" || ("a"..."z").contains($0) }
            let argument = inside[name.endIndex...]
            guard !name.isEmpty, argument.isEmpty || argument.first?.properties.isWhitespace == true else { continue }
            found.append((String(name), Script.trimmed(String(argument))))
            rest = rest[close.upperBound...]
        }
        return found
    }

    static func trimmed(_ text: String) -> String {
        let tail = text.drop(while: \.isWhitespace)
        let end = tail.lastIndex { !$0.isWhitespace }
        return end.map { String(tail[...$0]) } ?? ""
    }

    /// A time of a week at most; what is no such number gives the default.
    static func seconds(_ argument: String, default fallback: Double) -> Double {
        guard let value = Double(argument), value >= 0 else { return fallback }
        return min(value, 86_400 * 7)
    }
}
