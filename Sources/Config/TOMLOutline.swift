/// Where things stand in a TOML document: each key with the bytes of its value, each section with its line.
///
/// The library that reads values does not say where they were, and an editor that keeps comments must know. This reads
/// structure only and refuses where it ends, since that library, given a malformed key, may abort the process instead
/// of refusing it. Whether values are TOML is left to the library. Offsets are of bytes.
struct TOMLOutline {
    /// `key = value`, in a section or inside an inline table.
    struct Entry {
        /// From the root.
        var path: [String]
        /// How many of `path` the section's header says (or, within an inline table, what leads to it).
        var inherited: Int
        var keyStart: Int
        var value: Range<Int>
        /// It stands inside the braces of another entry's value.
        var isNested: Bool
        /// Its value is an inline table.
        var isInlineTable: Bool
    }

    /// `[section]`, and what follows up to the next.
    struct Section {
        var path: [String]
        var isArray: Bool
        /// Of the header; empty and 0 for what stands before the first.
        var header: Range<Int>
        /// After the header's line, up to the next header's line.
        var body: Range<Int>
    }

    let bytes: [UInt8]
    private(set) var entries: [Entry] = []
    private(set) var sections: [Section] = []

    /// More parts than any key of ours has; the library behind recurses once for each.
    static let deepestKey = 16

    /// What is malformed, or more than the library would stand.
    private(set) var refusal: (offset: Int, reason: String)?

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var lexer = TOMLLexer(bytes)
        var section = Section(path: [], isArray: false, header: 0..<0, body: 0..<0)
        lexer.skipByteOrderMark()
        section.body = lexer.at..<lexer.at
        while lexer.refusal == nil {
            lexer.skipBlank(lines: true)
            guard !lexer.atEnd else { break }
            let start = lexer.at
            if lexer.peek == UInt8(ascii: "[") {
                guard let header = lexer.header() else { break }
                section.body = section.body.lowerBound..<lexer.lineStart(start)
                sections.append(section)
                section = Section(
                    path: header.path, isArray: header.isArray, header: start..<lexer.at, body: lexer.at..<lexer.at)
                lexer.finishLine()
                section.body = lexer.at..<lexer.at
            } else {
                guard entry(&lexer, base: section.path, depth: 0) else { break }
                lexer.finishLine()
            }
        }
        section.body = section.body.lowerBound..<bytes.count
        sections.append(section)
        refusal = lexer.refusal
    }

    /// Reads one `key = value`; with an inline table also what is inside it. False when it is refused.
    private mutating func entry(_ lexer: inout TOMLLexer, base: [String], depth: Int, isKept: Bool = true) -> Bool {
        let start = lexer.at
        guard let key = lexer.key() else { return false }
        lexer.skipBlank(lines: false)
        guard lexer.skip("=") else { return lexer.refuse("'=' is missing after the key") }
        lexer.skipBlank(lines: false)
        let valueStart = lexer.at
        let index = entries.count
        if isKept {
            entries.append(
                Entry(
                    path: base + key, inherited: base.count, keyStart: start, value: valueStart..<valueStart,
                    isNested: depth > 0, isInlineTable: lexer.peek == UInt8(ascii: "{")))
        }
        guard value(&lexer, base: base + key, depth: depth, isKept: isKept) else { return false }
        if isKept { entries[index].value = valueStart..<lexer.at }
        return true
    }

    private mutating func value(_ lexer: inout TOMLLexer, base: [String], depth: Int, isKept: Bool) -> Bool {
        guard depth <= Self.deepestKey else { return lexer.refuse("values are nested too deeply") }
        switch lexer.peek {
        case UInt8(ascii: "{"):
            return items(&lexer, from: "{", to: "}", lines: false) { outline, lexer in
                outline.entry(&lexer, base: base, depth: depth + 1, isKept: isKept)
            }
        case UInt8(ascii: "["):
            // No key of ours takes a list: what tables in it say needs no place.
            return items(&lexer, from: "[", to: "]", lines: true) { outline, lexer in
                outline.value(&lexer, base: base, depth: depth + 1, isKept: false)
            }
        default:
            return lexer.skipValue()
        }
    }

    /// What stands between brackets, with commas between.
    private mutating func items(
        _ lexer: inout TOMLLexer, from open: Unicode.Scalar, to close: Unicode.Scalar, lines: Bool,
        _ item: (inout TOMLOutline, inout TOMLLexer) -> Bool
    ) -> Bool {
        guard lexer.skip(open) else { return lexer.refuse("'\(open)' is missing") }
        while true {
            lexer.skipBlank(lines: lines)
            if lexer.skip(close) { return true }
            guard item(&self, &lexer) else { return false }
            lexer.skipBlank(lines: lines)
            if lexer.skip(close) { return true }
            guard lexer.skip(",") else { return lexer.refuse("',' or '\(close)' is missing") }
        }
    }

    /// One-based line of a byte.
    func line(at offset: Int) -> Int {
        1 + bytes[..<min(offset, bytes.count)].count { $0 == UInt8(ascii: "\n") }
    }

    /// The bytes of the line (one-based), without its end, as text that can be printed.
    func lineText(_ number: Int) -> String? {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard lines.indices.contains(number - 1) else { return nil }
        let shown = String(decoding: lines[number - 1].prefix(160), as: UTF8.self)
        return String(shown.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? " " : Character($0) })
            .trimmed
    }

    /// For each path that is said, in full or as the beginning of a longer one, where it is first.
    func places() -> [[String]: Place] {
        var places: [[String]: Place] = [:]
        func note(_ path: [String], at offset: Int, key: [String]?) {
            for length in path.indices.map({ $0 + 1 }) {
                let part = Array(path.prefix(length))
                let known = places[part]
                places[part] = Place(offset: min(offset, known?.offset ?? offset), firstKey: known?.firstKey ?? key)
            }
        }
        for section in sections { note(section.path, at: section.header.lowerBound, key: nil) }
        for entry in entries { note(entry.path, at: entry.keyStart, key: entry.isInlineTable ? nil : entry.path) }
        return places
    }

    struct Place {
        var offset: Int
        /// The first key at or below the path that has a value of its own.
        var firstKey: [String]?
    }
}

extension String {
    var trimmed: String {
        var scalars = Substring(self)
        while scalars.first == " " { scalars.removeFirst() }
        while scalars.last == " " { scalars.removeLast() }
        return String(scalars)
    }
}
