package import Model

/// What an answer comes to for one dialog, and how it gets there.
package enum AnswerPlan: Sendable, Hashable {
    /// Told to the hook that waits.
    case allow
    /// A question's answers, in the order of its questions.
    case answers([String: String], shown: String)
    case refuse
    /// By keys.
    case choose(OpenMenu.Option)
    /// By Escape: the menu's refusal is given in words, and there are none.
    case dismiss

    /// - Parameters:
    ///   - words: as a person gave them.
    ///   - menu: as the screen shows it; nil where it does not yet.
    ///   - request: what the hook told; nil where none waits.
    /// - Throws: `.invalid` where the words mean none of the options, or more than one.
    package static func make(
        _ words: [String], menu: OpenMenu?, kind: AgentState, request: ToolRequest?
    ) throws(CcmuxError) -> AnswerPlan {
        guard !words.isEmpty, words.allSatisfy({ $0.utf8.count <= 10_000 }) else {
            throw CcmuxError(.invalid, "An answer is a number, yes, no, or words.")
        }
        if let request, kind == .question, !request.questions.isEmpty {
            if words.count == 1, case .no = MenuAnswer(words[0]), !isOption("no", of: request.questions[0]) {
                return .refuse
            }
            return try answers(words, request.questions)
        }
        guard words.count == 1 else {
            throw CcmuxError(.invalid, "This takes one answer, not \(words.count).")
        }
        let answer = MenuAnswer(words[0])
        if request != nil {
            // Yes and no have the same meaning in every dialog; anything else is one of its options.
            if case .yes = answer { return .allow }
            if case .no = answer { return .refuse }
        }
        guard let menu else {
            throw CcmuxError(
                .refused, "Its options are not on the screen yet.", advice: "Try again in a moment; or say yes or no.")
        }
        guard let option = answer.option(of: menu) else {
            throw CcmuxError(
                .invalid, "'\(words[0].prefix(80))' means none of its options, or more than one.",
                advice: "Give one's number or its own words: "
                    + menu.options.enumerated().map { "\($0.element.number ?? $0.offset + 1) \($0.element.label)" }
                    .joined(separator: " | ").prefix(1000))
        }
        let meaning = OptionWords(option.label)
        if request != nil, kind == .permission {
            if meaning.isPlainYes { return .allow }
            if meaning.isNo || meaning.isRefusalInWords { return .refuse }
        }
        if request != nil, kind == .plan, meaning.isNo || meaning.isRefusalInWords { return .refuse }
        return meaning.isRefusalInWords ? .dismiss : .choose(option)
    }

    private static func isOption(_ word: String, of question: Approval.Question) -> Bool {
        question.options.contains { OptionWords($0).plain == word }
    }

    private static func answers(
        _ words: [String], _ questions: [Approval.Question]
    ) throws(CcmuxError) -> AnswerPlan {
        guard words.count == questions.count else {
            throw CcmuxError(
                .invalid, "There are \(questions.count) questions and \(words.count) answers.",
                advice: "Give one answer for each, in their order.")
        }
        var answers: [String: String] = [:]
        var shown: [String] = []
        for (word, question) in zip(words, questions) {
            let answer = try answer(word, question)
            answers[question.text] = answer
            shown.append(answer)
        }
        return .answers(answers, shown: shown.joined(separator: " | "))
    }

    /// Options by number or words, several with commas between where several can be chosen; anything else is the
    /// person's own words.
    private static func answer(_ word: String, _ question: Approval.Question) throws(CcmuxError) -> String {
        let menu = OpenMenu(
            kind: .question,
            options: question.options.enumerated().map { .init(number: $0.offset + 1, label: $0.element) })
        let parts = question.isMultiple ? word.split(separator: ",").map(trimmed) : [word]
        var chosen: [String] = []
        for part in parts {
            let meant = MenuAnswer(part)
            if case .number(let number) = meant, !question.options.indices.contains(number - 1) {
                throw CcmuxError(.invalid, "'\(question.text.prefix(80))' has no option \(number).")
            }
            let text: MenuAnswer =
                if case .number = meant { meant } else { .text(part) }
            guard let option = text.option(of: menu) else {
                let own = trimmed(word[...])
                guard !own.isEmpty else { throw CcmuxError(.invalid, "An answer is empty.") }
                return own
            }
            if !chosen.contains(option.label) { chosen.append(option.label) }
        }
        guard !chosen.isEmpty else { throw CcmuxError(.invalid, "An answer is empty.") }
        return chosen.joined(separator: ", ")
    }

    private static func trimmed(_ text: Substring) -> String {
        var rest = text
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
