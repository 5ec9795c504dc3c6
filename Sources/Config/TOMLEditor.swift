import TOMLKit

/// Changes single values of a TOML document and leaves every other byte where it is.
///
/// Pure: bytes in, bytes out. The result is only as valid as the document was; who calls parses it again.
struct TOMLEditor {
    private let bytes: [UInt8]
    private let outline: TOMLOutline

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        outline = TOMLOutline(bytes)
    }

    // MARK: Setting

    /// The document with `path` set to `literal`: where it stands, else in the place of a commented default
    /// (`# key = value`), else beside its siblings, else in a new section at the end.
    func setting(_ path: [String], to literal: String) -> [UInt8] {
        if let entry = outline.entries.first(where: { $0.path == path }) {
            return replacing(entry.value, with: literal)
        }
        let tables = outline.entries.filter { $0.isInlineTable && path.starts(with: $0.path) }
        if let table = tables.max(by: { $0.path.count < $1.path.count }) {
            return inserting(path, literal, into: table)
        }
        let parent = path.dropLast()
        let plain = outline.sections.filter { !$0.isArray && parent.starts(with: $0.path) }
        if let own = plain.first(where: { $0.path.elementsEqual(parent) }) {
            return uncommenting(path, literal, in: own)
                ?? inserting(path, literal, in: own, after: entries(of: own).last)
        }
        let ancestors = plain.sorted { $0.path.count > $1.path.count }
        // A table begun by dotted keys may not get a section of its own as well.
        for section in ancestors {
            guard let sibling = entries(of: section).last(where: { $0.path.starts(with: parent) }) else { continue }
            return uncommenting(path, literal, in: section) ?? inserting(path, literal, in: section, after: sibling)
        }
        for section in ancestors {
            if let result = uncommenting(path, literal, in: section) { return result }
        }
        let head = bytes.isEmpty ? "" : endsWithNewline ? newline : newline + newline
        return bytes
            + Array(
                "\(head)[\(TOMLText.key(parent))]\(newline)\(assignment([path[path.count - 1]], literal))\(newline)"
                    .utf8)
    }

    private func inserting(_ path: [String], _ literal: String, into table: TOMLOutline.Entry) -> [UInt8] {
        let text = assignment(Array(path.dropFirst(table.path.count)), literal)
        guard let last = members(of: table).map(\.value.upperBound).max() else {
            return replacing(table.value, with: "{ \(text) }")
        }
        return replacing(last..<last, with: ", \(text)")
    }

    private func inserting(
        _ path: [String], _ literal: String, in section: TOMLOutline.Section, after sibling: TOMLOutline.Entry?
    ) -> [UInt8] {
        var text = assignment(Array(path.dropFirst(section.path.count)), literal)
        var offset = endOfHeaderComment(section)
        if let sibling {
            offset = lineEnd(sibling.value.upperBound)
            let indent = bytes[lineStart(sibling.keyStart)..<sibling.keyStart]
            text = String(decoding: indent, as: UTF8.self) + text
        }
        let needsBreak = offset > 0 && bytes[offset - 1] != UInt8(ascii: "\n")
        return replacing(offset..<offset, with: (needsBreak ? newline : "") + text + newline)
    }

    /// After the comment that follows the header without a blank line between.
    private func endOfHeaderComment(_ section: TOMLOutline.Section) -> Int {
        var offset = section.body.lowerBound
        while offset < section.body.upperBound, let line = comment(at: offset) { offset = line.end }
        return offset
    }

    // MARK: Commented defaults

    private func uncommenting(_ path: [String], _ literal: String, in section: TOMLOutline.Section) -> [UInt8]? {
        let relative = Array(path.dropFirst(section.path.count))
        var statements = entries(of: section)[...]
        var offset = section.body.lowerBound
        while offset < section.body.upperBound {
            let end = lineEnd(offset)
            if let statement = statements.first, statement.keyStart < end {
                // What looks like a comment inside a value over several lines is none.
                offset = lineEnd(statement.value.upperBound)
                statements.removeFirst()
                continue
            }
            if let line = comment(at: offset) {
                let rest = Array(bytes[line.content..<line.contentEnd])
                let inner = TOMLOutline(rest)
                if let entry = inner.entries.first, entry.path == relative, inner.refusal == nil,
                    (try? TOMLTable(string: String(decoding: rest, as: UTF8.self))) != nil
                {
                    let assignment =
                        String(decoding: rest[..<entry.value.lowerBound], as: UTF8.self) + literal
                        + String(decoding: rest[entry.value.upperBound...], as: UTF8.self)
                    return replacing(line.start..<line.contentEnd, with: assignment)
                }
            }
            offset = end
        }
        return nil
    }

    private struct Comment {
        /// Of the first `#`.
        var start: Int
        /// Of what is said after it.
        var content: Int
        /// Without the line's end.
        var contentEnd: Int
        /// Of the next line.
        var end: Int
    }

    /// The comment that the line at `offset` consists of.
    private func comment(at offset: Int) -> Comment? {
        let end = lineEnd(offset)
        var contentEnd = end
        while contentEnd > offset, [UInt8(ascii: "\n"), UInt8(ascii: "\r")].contains(bytes[contentEnd - 1]) {
            contentEnd -= 1
        }
        func skip(_ from: Int, _ set: [UInt8]) -> Int {
            var at = from
            while at < contentEnd, set.contains(bytes[at]) { at += 1 }
            return at
        }
        let blank = [UInt8(ascii: " "), UInt8(ascii: "\t")]
        let start = skip(offset, blank)
        guard start < contentEnd, bytes[start] == UInt8(ascii: "#") else { return nil }
        let content = skip(skip(start, [UInt8(ascii: "#")]), blank)
        return Comment(start: start, content: content, contentEnd: contentEnd, end: end)
    }

    // MARK: Removing

    /// The document without `path` and what is below it; nil when it says nothing of it. With `fallback`, the default
    /// as a literal, a commented default takes its place.
    func removing(_ path: [String], fallback: String?) -> [UInt8]? {
        guard let entry = outline.entries.first(where: { $0.path.starts(with: path) }) else { return nil }
        if entry.isNested { return removing(member: entry) }
        if let fallback, entry.path == path {
            return Array(bytes[..<entry.keyStart]) + Array("# ".utf8)
                + Array(bytes[entry.keyStart..<entry.value.lowerBound]) + Array(fallback.utf8)
                + Array(bytes[entry.value.upperBound...])
        }
        return replacing(lineStart(entry.keyStart)..<lineEnd(entry.value.upperBound), with: "")
    }

    /// With the comma that set it apart from its neighbours.
    private func removing(member: TOMLOutline.Entry) -> [UInt8] {
        let tables = outline.entries.filter { $0.isInlineTable && $0.value.contains(member.keyStart) }
        let siblings = tables.max { $0.value.lowerBound < $1.value.lowerBound }.map { table in
            members(of: table).filter { $0.inherited == member.inherited && $0.keyStart != member.keyStart }
        }
        if let before = siblings?.last(where: { $0.keyStart < member.keyStart }) {
            return replacing(before.value.upperBound..<member.value.upperBound, with: "")
        }
        if let after = siblings?.first(where: { $0.keyStart > member.keyStart }) {
            return replacing(member.keyStart..<after.keyStart, with: "")
        }
        return replacing(member.keyStart..<member.value.upperBound, with: "")
    }

    // MARK: Places

    /// Statements of a section, without what is inside their values.
    private func entries(of section: TOMLOutline.Section) -> [TOMLOutline.Entry] {
        outline.entries.filter { !$0.isNested && section.body.contains($0.keyStart) }
    }

    private func members(of table: TOMLOutline.Entry) -> [TOMLOutline.Entry] {
        outline.entries.filter { $0.isNested && table.value.contains($0.keyStart) }
    }

    private func replacing(_ range: Range<Int>, with text: String) -> [UInt8] {
        Array(bytes[..<range.lowerBound]) + Array(text.utf8) + Array(bytes[range.upperBound...])
    }

    private func assignment(_ path: [String], _ literal: String) -> String { "\(TOMLText.key(path)) = \(literal)" }

    private func lineStart(_ offset: Int) -> Int {
        let start = bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        return start == 0 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : start
    }

    /// The beginning of the next line.
    private func lineEnd(_ offset: Int) -> Int {
        bytes[offset...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
    }

    private var endsWithNewline: Bool { bytes.last == UInt8(ascii: "\n") }

    /// As the document's first line ends.
    private var newline: String {
        guard let first = bytes.firstIndex(of: UInt8(ascii: "\n")), first > 0 else { return "\n" }
        return bytes[first - 1] == UInt8(ascii: "\r") ? "\r\n" : "\n"
    }
}
