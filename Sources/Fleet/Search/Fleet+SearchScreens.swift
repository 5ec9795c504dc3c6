package import Model
import Platform
import Tmux

extension Fleet {
    /// Rows of the screens that contain a text, without regard to case: live ones as they are, others as they were last
    /// seen.
    ///
    /// - Throws: `.invalid` for an empty or far too long text.
    package func searchScreens(
        _ text: String, session word: String?, limit: Int
    ) async throws(CcmuxError) -> ScreenSearchPage {
        let wanted = text.lowercased()
        guard wanted.contains(where: { !$0.isWhitespace }), wanted.utf8.count <= 1000 else {
            throw CcmuxError(.invalid, "Screens are searched for a text of 1 to 1000 bytes.")
        }
        var shown = entries.values.filter { $0.record.wanted != .archived }.map { ($0.record.id, $0.record.name) }
        if let word {
            let id = try resolve(word, looking: true)
            shown = shown.filter { $0.0 == id }
        }
        var page = ScreenSearchPage(hits: [], screens: 0, isPartial: false)
        for (id, name) in shown.sorted(by: { $0.1 < $1.1 }) {
            guard let screen = try? await screen(id.text, lines: nil, escapes: false) else { continue }
            page.screens += 1
            for (row, line) in screen.lines.enumerated() where line.lowercased().contains(wanted) {
                guard page.hits.count < limit else {
                    page.isPartial = true
                    return page
                }
                page.hits.append(
                    ScreenSearchHit(
                        session: id, name: name, row: row + 1, text: line, live: screen.live,
                        capturedAt: screen.capturedAt))
            }
        }
        return page
    }
}
