import Config
import Model
import Platform
import Status

/// Reads a screen by a definition's patterns, in the place where what goes on is shown: the rows from the last that is
/// not blank upward.
///
/// 1. `permission`, `question`, `menu`: a menu is open, with at most `belowMenu` rows below the one that matches, and no
///    composer or working row below it: then it was answered, or somebody quotes one.
/// 2. `working`: a turn goes on.
/// 3. `composer`, with at most `belowComposer` rows below it, or `ready`: it takes a prompt. What `limited` and `error`
///    say above it, up to an earlier row that looks like the composer, is how the last turn ended.
struct DefinedScreenReader {
    private let definition: AgentDefinition

    /// Rows, blank ones counted.
    static let liveRows = 12
    /// Scalars of a row, or of a title, that are looked at.
    static let longestRow = 1000
    private static let usualBelowComposer = 5

    init(_ definition: AgentDefinition) {
        self.definition = definition
    }

    private struct Row {
        var index: Int
        var text: [Unicode.Scalar]
        var shown: String
    }

    /// Nil where nothing matches.
    func reading(of screen: ScreenText, at moment: Timestamp, zone: String?) -> ScreenReading? {
        guard !definition.screen.isEmpty else { return nil }
        let rows = ScreenRows(screen)
        let live = rows.indices.suffix(Self.liveRows).filter { !rows[$0].isBlank }.map { index in
            let text = String(decoding: rows[index].bytes, as: UTF8.self)
            return Row(
                index: index, text: Array(text.unicodeScalars.prefix(Self.longestRow)),
                shown: rows[index].text.shortened(to: 200))
        }
        let composer = composer(in: live)
        let notice = notice(in: sinceLastPrompt(live, composer), at: moment, zone: zone)
        let working = lowest(.working, in: live)
        if let menu = menu(in: live), max(composer?.index ?? -1, working?.index ?? -1) < menu.lowest {
            let open = OpenMenu(
                kind: menu.kind, question: menu.named.shown,
                options: MenuBlock.find(in: rows).map { $0.options(rows) } ?? [])
            return ScreenReading(.menu(open), rows: [menu.named.shown])
        }
        if let row = working { return ScreenReading(.working, rows: [row.shown]) }
        if let composer {
            return ScreenReading(
                .composer, notice: notice?.0, draft: draft(in: rows[composer.index], composer),
                rows: [notice?.1.shown, composer.shown].compactMap { $0 })
        }
        if let row = lowest(.ready, in: live) {
            return ScreenReading(.composer, notice: notice?.0, rows: [notice?.1.shown, row.shown].compactMap { $0 })
        }
        return notice.map { ScreenReading(.unclear, notice: $0.0, rows: [$0.1.shown]) }
    }

    private func lowest(_ part: AgentDefinition.ScreenPart, in live: some BidirectionalCollection<Row>) -> Row? {
        guard let patterns = definition.screen[part] else { return nil }
        return live.last { row in patterns.contains { $0.matches(row.text) } }
    }

    /// The more exact word names the menu; the lowest of its rows says where it stands.
    private func menu(in live: [Row]) -> (kind: AgentState, named: Row, lowest: Int)? {
        let low = live.suffix(1 + (definition.belowMenu ?? Self.liveRows))
        let parts: [(AgentDefinition.ScreenPart, AgentState)] = [
            (.permission, .permission), (.question, .question), (.menu, .dialog),
        ]
        let found = parts.compactMap { part, state in lowest(part, in: low).map { (state, $0) } }
        guard let (kind, row) = found.first else { return nil }
        return (kind, row, found.map(\.1.index).max() ?? row.index)
    }

    /// A row that looks like a composer with more below it than a footer is a prompt in the history.
    private func composer(in live: [Row]) -> Row? {
        live.suffix(1 + (definition.belowComposer ?? Self.usualBelowComposer)).last { row in
            definition.screen[.composer]?.contains { $0.matches(row.text) } ?? false
        }
    }

    /// The rows below the last prompt that was sent, as far as it looks like the composer: what failed before it is past.
    private func sinceLastPrompt(_ live: [Row], _ composer: Row?) -> [Row] {
        let above = live.prefix { $0.index < composer?.index ?? .max }
        guard let prompt = lowest(.composer, in: above) else { return live }
        return live.filter { $0.index > prompt.index }
    }

    private func notice(in live: [Row], at moment: Timestamp, zone: String?) -> (ScreenReading.Notice, Row)? {
        let limited = lowest(.limited, in: live)
        let failed = lowest(.error, in: live)
        if let row = limited, row.index >= failed?.index ?? -1 {
            let limit =
                LimitText.parse(row.shown, after: moment, zone: zone)
                ?? UsageLimit(kind: .usage, until: ResetTime.parse(row.shown, after: moment, zone: zone))
            return (.limited(limit, isCertain: true), row)
        }
        return failed.map { (.failed(.other, $0.shown), $0) }
    }

    /// What stands behind what the pattern matches, up to the side of a box, unless it is faint: a placeholder is.
    private func draft(in row: ScreenRow, _ composer: Row) -> String? {
        guard let ends = definition.screen[.composer]?.compactMap({ $0.end(in: composer.text) }), let end = ends.min()
        else {
            return nil
        }
        var rest = composer.text[end...]
        while let last = rest.last, Self.isSide(last) { rest.removeLast() }
        while let first = rest.first, Self.isSide(first) { rest.removeFirst() }
        guard !rest.isEmpty else { return nil }
        let offset = composer.text[..<rest.startIndex].reduce(0) { $0 + UTF8.width($1) }
        guard !row.style(at: offset).isFaint else { return nil }
        return String(String.UnicodeScalarView(rest))
    }

    private static func isSide(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || scalar == "│" || scalar == "┃" || scalar == "|" || scalar == "█"
    }
}
