/// Where things stand in a TOML document: each key with the bytes of its value, each section with its line.
///
/// The library that reads values does not say where they were, and an editor that keeps comments must know. This looks
/// at structure only: what is not TOML is for that library to refuse, and ends the outline here. Offsets are of bytes.
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

    /// What the library would not stand, found on the way.
    private(set) var refusal: (offset: Int, reason: String)?

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var lexer = TOMLLexer(bytes)
        var section = Section(path: [], isArray: false, header: 0..<0, body: 0..<0)
        lexer.skipByteOrderMark()
        section.body = lexer.at..<lexer.at
        scan: while true {
            lexer.skipBlank(lines: true)
            guard !lexer.atEnd else { break }
            let start = lexer.at
            if lexer.peek == UInt8(ascii: "[") {
                guard let header = lexer.header() else { break scan }
                section.body = section.body.lowerBound..<lexer.lineStart(start)
                sections.append(section)
                let end = lexer.at
                section = Section(path: header.path, isArray: header.isArray, header: start..<end, body: end..<end)
                lexer.skipLine()
                section.body = lexer.at..<lexer.at
            } else {
                guard entry(&lexer, base: section.path, nested: 0) else { break scan }
                lexer.skipLine()
            }
        }
        section.body = section.body.lowerBound..<bytes.count
        sections.append(section)
        refusal = lexer.refusal
    }

    /// Reads one `key = value`; with an inline table also what is inside it.
    private mutating func entry(_ lexer: inout TOMLLexer, base: [String], nested depth: Int) -> Bool {
        let start = lexer.at
        guard let key = lexer.key() else { return false }
        lexer.skipBlank(lines: false)
        guard lexer.skip("=") else { return false }
        lexer.skipBlank(lines: false)
        let valueStart = lexer.at
        let index = entries.count
        let isTable = lexer.peek == UInt8(ascii: "{")
        entries.append(
            Entry(
                path: base + key, inherited: base.count, keyStart: start, value: valueStart..<valueStart,
                isNested: depth > 0, isInlineTable: isTable))
        guard isTable ? inlineTable(&lexer, base: base + key, depth: depth + 1) : lexer.skipValue() else { return false }
        entries[index].value = valueStart..<lexer.at
        return true
    }

    private mutating func inlineTable(_ lexer: inout TOMLLexer, base: [String], depth: Int) -> Bool {
        guard depth <= Self.deepestKey else {
            lexer.refuse("tables are nested too deeply")
            return false
        }
        guard lexer.skip("{") else { return false }
        while true {
            lexer.skipBlank(lines: false)
            if lexer.skip("}") { return true }
            guard entry(&lexer, base: base, nested: depth) else { return false }
            lexer.skipBlank(lines: false)
            if lexer.skip("}") { return true }
            guard lexer.skip(",") else { return false }
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

    /// Where `path`, or what leads to it, is said first.
    func offset(of path: [String]) -> Int? {
        for length in stride(from: path.count, to: 0, by: -1) {
            let part = path.prefix(length)
            let places =
                entries.filter { $0.path.starts(with: part) }.map(\.keyStart)
                + sections.filter { !$0.path.isEmpty && $0.path.starts(with: part) }.map(\.header.lowerBound)
            if let first = places.min() { return first }
        }
        return nil
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
