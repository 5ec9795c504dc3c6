package import Model

/// What is answered without a person, for one session. What does not clearly match is left to the person.
package struct Policy: Sendable, Hashable {
    package var rules: PolicyRules
    /// Every permission and safety prompt is answered yes; never a question or a plan.
    package var yolo: Bool
    package var place: ToolPattern.Place

    package init(rules: PolicyRules, yolo: Bool, place: ToolPattern.Place) {
        self.rules = rules
        self.yolo = yolo
        self.place = place
    }

    /// An answer, and the rule that allows it, as it is written in the configuration.
    package struct Verdict: Sendable, Hashable {
        package enum Answer: Sendable, Hashable {
            case yes
            case option(OpenMenu.Option)
            case enter
        }

        package var answer: Answer
        package var rule: String

        package init(_ answer: Answer, rule: String) {
            self.answer = answer
            self.rule = rule
        }
    }

    /// Of what an agent told by its hook.
    package func verdict(on request: ToolRequest) -> Verdict? {
        guard request.kind == .permission else { return nil }
        if let rule = approval(of: request) { return Verdict(.yes, rule: rule) }
        return yolo ? Verdict(.yes, rule: "yolo") : nil
    }

    /// Of a menu on the screen.
    ///
    /// - Parameters:
    ///   - state: what it is, by all that is known.
    ///   - request: what it asks for, where that is known.
    ///   - isLaunch: the agent has taken no prompt since it was launched.
    package func verdict(on menu: OpenMenu, state: AgentState, request: ToolRequest?, isLaunch: Bool) -> Verdict? {
        switch state {
        case .permission:
            guard let yes = MenuAnswer.yes.option(of: menu) else { return nil }
            if let rule = (request ?? Self.request(in: menu)).flatMap({ approval(of: $0) }) {
                return Verdict(.option(yes), rule: rule)
            }
            return yolo ? Verdict(.option(yes), rule: "yolo") : nil
        case .trust:
            guard isLaunch, let yes = MenuAnswer.yes.option(of: menu) else { return nil }
            if yolo { return Verdict(.option(yes), rule: "yolo") }
            guard rules.trust == true, isAboutOwnDirectory(menu) else { return nil }
            return Verdict(.option(yes), rule: "trust")
        case .resume:
            let choice = rules.resumePicker ?? .full
            guard isLaunch, choice != .ask, let option = menu.resuming(whole: choice == .full) else { return nil }
            return Verdict(.option(option), rule: "resumePicker = \(choice.rawValue)")
        case .dialog: return dialog(menu, isLaunch: isLaunch)
        default: return nil
        }
    }

    private func approval(of request: ToolRequest) -> String? {
        let patterns = (rules.approve ?? []).compactMap { ToolPattern($0) }
        return ToolPattern.allowing(request, patterns, in: place).map { used in
            "approve " + used.map(\.text).joined(separator: ", ")
        }
    }

    /// A command that a menu shows whole, in one row: whether rows that follow are its own cannot be told.
    private static func request(in menu: OpenMenu) -> ToolRequest? {
        guard menu.kind == .permission, let title = menu.title?.lowercased(), let subject = menu.subject,
            !subject.contains("\n"), !subject.hasSuffix("…")
        else { return nil }
        let isCommand = title.hasPrefix("bash command") || title.contains("run the following command")
        return isCommand ? ToolRequest(tool: "Bash", kind: .permission, subject: subject) : nil
    }

    /// The session's directory stands there, and no other path.
    private func isAboutOwnDirectory(_ menu: OpenMenu) -> Bool {
        let words = [menu.title, menu.subject, menu.question].compactMap { $0 }.joined(separator: "\n")
            .split { $0 == " " || $0 == "\n" }
            .map { word in
                var word = word[...]
                while let last = word.last, ",.:;?!)".contains(last) { word.removeLast() }
                return String(word)
            }
        let home = place.home
        let paths = words.filter { $0.hasPrefix("/") || $0.hasPrefix("~/") }.map { path in
            path.hasPrefix("~/") ? home + path.dropFirst() : path
        }
        return !paths.isEmpty && paths.allSatisfy { $0 == place.directory }
    }

    private func dialog(_ menu: OpenMenu, isLaunch: Bool) -> Verdict? {
        let head = [menu.title, menu.question, menu.subject].compactMap { $0?.lowercased() }.joined(separator: "\n")
        if yolo, isLaunch, head.contains("bypass permissions mode"), let yes = MenuAnswer.yes.option(of: menu) {
            return Verdict(.option(yes), rule: "yolo")
        }
        if rules.confirm == true, menu.options.count == 2, menu.question != nil {
            let plain = menu.options.filter { OptionWords($0.label).isPlainYes }
            let refusals = menu.options.filter { ["no", "cancel"].contains(OptionWords($0.label).plain) }
            let isAdvisedAgainst = refusals.contains { $0.label.lowercased().contains("recommended") }
            if plain.count == 1, refusals.count == 1, !isAdvisedAgainst {
                return Verdict(.option(plain[0]), rule: "confirm")
            }
        }
        return nil
    }

    /// Of a screen that asks for Enter alone: no options, and nothing else is offered.
    package func verdict(onRows rows: [String]) -> Verdict? {
        guard rules.pressEnter == true, let last = rows.last(where: { $0.contains { !$0.isWhitespace } }) else {
            return nil
        }
        let words = OptionWords(last).plain
        let asks = ["press enter to continue", "press enter to continue…", "enter to continue", "press enter"]
        return asks.contains(words) || words.hasSuffix("press enter to continue")
            ? Verdict(.enter, rule: "pressEnter") : nil
    }
}
