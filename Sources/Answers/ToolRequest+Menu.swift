package import Model

extension ToolRequest {
    /// The menu is this request's dialog, drawn in another way than before: in a pane of another width, scrolled, on
    /// another of its pages. Says no where the words do not show it.
    package func isDialog(_ menu: OpenMenu) -> Bool {
        switch kind {
        case .question:
            guard menu.kind == .question else { return false }
            if menu.options.contains(where: { OptionWords($0.label).plain == "submit answers" }) { return true }
            let asked = Self.squeezed(menu.question ?? menu.title ?? "")
            return asked.count >= 3
                && questions.contains { question in
                    let text = Self.squeezed(question.text)
                    return !text.isEmpty && (asked.contains(text) || text.contains(asked))
                }
        case .plan:
            guard menu.kind == .plan, let subject else { return false }
            let plan = Self.squeezed(subject)
            let rows = (menu.subject ?? "").split(separator: "\n").map { Self.squeezed(String($0)) }
            return rows.contains { $0.count >= 8 && plan.contains($0) }
        default:
            guard menu.kind == .permission || menu.kind == .dialog, let subject else { return false }
            // The beginning alone may be another command's beginning too.
            let wanted = Self.squeezed(subject)
            let shown = Self.squeezed(menu.subject ?? "")
            guard wanted.count >= 2, !shown.isEmpty else { return false }
            return shown.hasPrefix(wanted) || (shown.count >= 40 && wanted.hasPrefix(shown))
        }
    }

    /// Without blanks and line breaks, which a screen puts where it has room.
    private static func squeezed(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(20_000).filter { !$0.properties.isWhitespace }))
    }
}
