/// What stands above a menu's options, up to the line that parts the dialog from the history.
struct MenuHead {
    /// The first row of the dialog; the parting line is above it.
    var top: Int
    var title: String?
    var question: String?
    var subject: String?
    /// All of it, in lower case, as evidence of what the dialog is; at most 2,000 characters.
    var words: String

    private static let reach = 100
    private static let subjectLimit = 4000

    init(_ rows: ScreenRows, above first: Int) {
        let edge = Self.boundary(rows, above: first)
        var boundary = edge ?? max(0, first - Self.reach)
        // A quoted end of the boundary's kind is possible only below the real one, which the loop met first from below:
        // rows that are indented are a dialog's contents.
        while boundary < first, rows[boundary].isBlank { boundary += 1 }
        top = boundary
        let paragraphs = Self.paragraphs(rows, boundary..<first)
        let texts = paragraphs.map { paragraph in paragraph.rows.map { rows[$0].unboxed.text }.joined(separator: " ") }
        // Of a dialog that is higher than the screen the title is out of sight.
        let title = edge == nil ? nil : paragraphs.first?.rows.first.map { rows[$0].unboxed.text.shortened(to: 300) }
        self.title = title
        let asking = texts.lastIndex { $0.ends("?") } ?? texts.lastIndex { $0.has("?") }
        let asked = asking ?? (texts.count > 1 ? texts.count - 1 : nil)
        question = asked.map { Self.question(texts[$0], title: asked == 0 ? nil : title).shortened(to: 1000) }
        subject = Self.subject(rows, paragraphs, asked: asked) ?? edge.flatMap { Self.message(rows, above: $0) }
        words = texts.joined(separator: "\n").shortened(to: 2000).asciiLowercased()
    }

    private static func boundary(_ rows: ScreenRows, above first: Int) -> Int? {
        var blanks = 0
        var index = first - 1
        let end = max(0, first - reach)
        while index >= end {
            let row = rows[index]
            if row.isBlank {
                blanks += 1
                if blanks >= 5 { return index + blanks }
            } else {
                blanks = 0
                if row.line() == .solid { return index + 1 }
                if row.indent <= 2, row.line(indent: 2) == .solid, isSheet(rows, above: index) { return index + 1 }
                if isMessage(row) { return belowMessage(rows, index, above: first) }
            }
            index -= 1
        }
        return nil
    }

    /// Codex draws no line: two blank rows part a dialog from the message above it.
    private static func belowMessage(_ rows: ScreenRows, _ message: Int, above first: Int) -> Int {
        var blanks = 0
        for index in message + 1..<first {
            if rows[index].isBlank {
                blanks += 1
            } else if blanks >= 2 {
                return index
            } else {
                blanks = 0
            }
        }
        return message + 1
    }

    /// What is asked about may be told by the message that the dialog follows: `• Edited greeting.txt (+1 -1)`.
    private static func message(_ rows: ScreenRows, above edge: Int) -> String? {
        for index in stride(from: edge - 1, through: max(0, edge - 30), by: -1) where rows[index].indent == 0 {
            guard let (sign, next) = rows[index].scalar(at: 0), sign == "•" else {
                if rows[index].isBlank { continue }
                return nil
            }
            return rows[index].text(from: next).shortened(to: 1000)
        }
        return nil
    }

    /// A sheet's upper edge is right above: `▔▔▔▔`, with the dialog's own line below it.
    private static func isSheet(_ rows: ScreenRows, above index: Int) -> Bool {
        for upper in stride(from: index - 1, through: max(0, index - 3), by: -1) where !rows[upper].isBlank {
            return rows[upper].glyph == "▔"
        }
        return false
    }

    private static func isMessage(_ row: ScreenRow) -> Bool {
        guard row.indent == 0, let (sign, next) = row.scalar(at: 0), row.isGap(at: next) else { return false }
        return ["●", "⏺", "•", "■", "✻"].contains(sign) || MessageSign.prompts.contains(sign)
    }

    // MARK: Paragraphs

    private struct Paragraph {
        var rows: [Int]
        /// It stands between two dashed lines.
        var isFramed: Bool
    }

    private static func paragraphs(_ rows: ScreenRows, _ range: Range<Int>) -> [Paragraph] {
        var found: [Paragraph] = []
        var current: [Int] = []
        var dashes = 0
        let total = range.filter { isDashed(rows[$0]) }.count
        func end() {
            if !current.isEmpty { found.append(Paragraph(rows: current, isFramed: dashes > 0 && dashes < total)) }
            current = []
        }
        for index in range {
            if isDashed(rows[index]) {
                end()
                dashes += 1
            } else if rows[index].unboxed.isBlank {
                end()
            } else {
                current.append(index)
            }
        }
        end()
        return found
    }

    private static func isDashed(_ row: ScreenRow) -> Bool {
        row.unboxed.line(indent: 4) != nil || row.line(indent: 4) != nil
    }

    // MARK: What it is about

    /// A paragraph that begins with the dialog's title (`Edit file`, `src/a.swift`, the question) is only its last rows.
    private static func question(_ text: String, title: String?) -> String {
        guard let title, text.begins(title), text.count > title.count else { return text }
        return String(text.dropFirst(title.count)).trimmedBlanks()
    }

    /// The row below the title where it is one word, as a file's name is; sentences explain.
    private static func file(_ rows: ScreenRows, _ paragraphs: [Paragraph]) -> [Int] {
        guard let first = paragraphs.first, !first.isFramed, first.rows.count > 1 else { return [] }
        let row = rows[first.rows[1]].unboxed
        return row.text.has(" ") ? [] : [first.rows[1]]
    }

    private static func subject(_ rows: ScreenRows, _ paragraphs: [Paragraph], asked: Int?) -> String? {
        let framed = paragraphs.filter(\.isFramed).flatMap(\.rows)
        var chosen = framed.isEmpty ? [] : file(rows, paragraphs) + framed
        if chosen.isEmpty {
            var between = paragraphs.indices.filter { $0 != 0 && $0 != asked }.flatMap { paragraphs[$0].rows }
            if between.isEmpty, let first = paragraphs.first?.rows, first.count > 1, asked != 0 {
                between = Array(first.dropFirst())
            }
            // A command is marked with `$`, a folder is a path; what is grey explains.
            let lines = between.map { rows[$0].unboxed }
            if let command = lines.firstIndex(where: { $0.has("$ ", at: $0.indent) }) {
                chosen = Array(between[command...])
            } else if let path = lines.firstIndex(where: { $0.glyph == "/" || $0.has("~/", at: $0.indent) }) {
                chosen = [between[path]]
            } else {
                let plain = between.filter { !rows[$0].style(at: rows[$0].unboxed.indent).isFaint }
                chosen = plain.isEmpty ? between : plain
            }
        }
        guard !chosen.isEmpty else { return nil }
        let lines = chosen.map { rows[$0].unboxed }
        let margin = lines.map(\.indent).min() ?? 0
        var text = lines.map { String(decoding: $0.bytes.dropFirst(margin), as: UTF8.self) }.joined(separator: "\n")
        if text.begins("$ ") { text.removeFirst(2) }
        return text.shortened(to: subjectLimit)
    }
}
