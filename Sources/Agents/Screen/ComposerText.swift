/// Whether what stands in a composer is what was typed there.
enum ComposerText {
    /// The screen shows a draft without its line breaks and wrapped, and a reader keeps no more than its first 1,000
    /// characters, or its last where the composer has scrolled: so the beginning or the end must agree, blanks aside.
    static func isSame(_ draft: String, _ sent: String) -> Bool {
        let shown = draft.utf8.filter { $0 > 0x20 }
        let whole = sent.utf8.filter { $0 > 0x20 }
        guard !shown.isEmpty else { return false }
        if shown.count == whole.count { return shown == whole }
        guard shown.count < whole.count, shown.count >= 100 else { return false }
        return whole.starts(with: shown.prefix(100)) || whole.suffix(100).elementsEqual(shown.suffix(100))
    }
}
