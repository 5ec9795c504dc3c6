import Model

extension MenuBlock {
    /// The menu with all that stands around it, and where it begins.
    func open(_ rows: ScreenRows) -> (menu: OpenMenu, top: Int) {
        let head = MenuHead(rows, above: top)
        let options = options(rows)
        let labels = options.map { $0.label.asciiLowercased() }
        let kind = MenuMeaning.state(
            head: head.words, labels: labels, isMultiple: isMultiple, confirms: hints.contains(where: \.confirms))
        let menu = OpenMenu(
            kind: kind, title: head.title, question: head.question, subject: head.subject, options: options,
            isMultiple: isMultiple)
        return (menu, min(head.top, top))
    }
}
