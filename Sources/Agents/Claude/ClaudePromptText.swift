/// What Claude makes of a text between paste and record, as far as it was seen (2.1.1 to 2.1.329; `docs/facts.md`):
/// letters in their composed form (NFC), a tab as four blanks, CR and CRLF as a line feed, blanks and line breaks at
/// the end cut off, and by the newest versions invisible characters left out, other line separators as line feeds,
/// `<pasted_content` with a backslash in it, and around a folded paste that tag.
struct ClaudePromptText {
    private let variants: [String]
    private let invisible: [Unicode.Scalar]

    init(_ sent: String) {
        let plain = Self.plain(sent)
        invisible = Array(plain.unicodeScalars.lazy.filter(Self.isInvisible))
        var variants = [plain]
        if plain.unicodeScalars.contains(where: Self.isSeparator) {
            variants.append(Self.mapped(plain) { Self.isSeparator($0) ? "\n" : $0 })
        }
        if plain.has("pasted_content") { variants += variants.map(Self.escaped) }
        self.variants = variants.map(Self.withoutEnd)
    }

    /// It may have become this record. Texts are compared as Unicode does: é is é however it is written.
    func became(_ recorded: String) -> Bool {
        if isOne(of: Self.withoutEnd(recorded)) { return true }
        return Self.unwrapped(recorded).map { isOne(of: Self.withoutEnd($0)) } ?? false
    }

    private func isOne(of recorded: String) -> Bool {
        if variants.contains(where: { $0 == recorded }) { return true }
        guard !invisible.isEmpty else { return false }
        let left = Array(recorded.unicodeScalars.lazy.filter(Self.isInvisible))
        guard left.count < invisible.count, Self.isPart(left, of: invisible) else { return false }
        let visible = Self.visible(recorded)
        return variants.contains { Self.withoutEnd(Self.visible($0)) == visible }
    }

    /// In the same order, others between them.
    private static func isPart(_ some: [Unicode.Scalar], of all: [Unicode.Scalar]) -> Bool {
        var rest = all[...]
        for scalar in some {
            guard let index = rest.firstIndex(of: scalar) else { return false }
            rest = rest[(index + 1)...]
        }
        return true
    }

    private static func plain(_ sent: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(sent.utf8.count)
        var before: UInt8 = 0
        for byte in sent.utf8 {
            switch byte {
            case 0x09: bytes += [0x20, 0x20, 0x20, 0x20]
            case 0x0D: bytes.append(0x0A)
            case 0x0A where before == 0x0D: break
            default: bytes.append(byte)
            }
            before = byte
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `<pasted_content` and `</pasted_content` cannot end the tag that stands around a paste.
    private static func escaped(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        let open = Array("<pasted_content".utf8)
        let close = Array("</pasted_content".utf8)
        while let byte = rest.first {
            bytes.append(byte)
            if byte == open[0], rest.starts(with: open) || rest.starts(with: close) { bytes.append(0x5C) }
            rest = rest.dropFirst()
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Without the tags around folded pastes, `<pasted_content id="82fc">` and its end. An agent that is slow to read
    /// takes one paste for several, each with tags of its own and the same id.
    private static func unwrapped(_ recorded: String) -> String? {
        let text = Array(recorded.utf8)
        let opening = Array("<pasted_content id=\"".utf8)
        guard let first = text.indices.first(where: { text[$0...].starts(with: opening) }) else { return nil }
        let id = text[(first + opening.count)...].prefix { $0 != UInt8(ascii: "\"") && $0 > 0x20 }
        guard (1...64).contains(id.count) else { return nil }
        let head = opening + id + "\">\n".utf8
        let foot = Array("\n</pasted_content id=\"".utf8) + id + "\">".utf8
        var plain: [UInt8] = []
        plain.reserveCapacity(text.count)
        var rest = text[...]
        while let byte = rest.first {
            if byte == 0x0A, rest.dropFirst().first == 0x0A, rest.dropFirst(2).starts(with: head) {
                rest = rest.dropFirst(2 + head.count)
            } else if byte == head[0], rest.starts(with: head) {
                rest = rest.dropFirst(head.count)
            } else if byte == 0x0A, rest.starts(with: foot) {
                rest = rest.dropFirst(foot.count)
                if rest.first == 0x0A { rest = rest.dropFirst() }
            } else {
                plain.append(byte)
                rest = rest.dropFirst()
            }
        }
        return String(decoding: plain, as: UTF8.self)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private static func withoutEnd(_ text: some StringProtocol) -> String {
        let scalars = String(text).unicodeScalars
        let last = scalars.lastIndex { !$0.properties.isWhitespace && $0 != "\u{FEFF}" }
        return last.map { String(scalars[...$0]) } ?? ""
    }

    private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\u{2028}" || scalar == "\u{2029}" || scalar == "\u{85}"
    }

    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value > 0x7F else { return false }
        return scalar.properties.isDefaultIgnorableCodePoint || scalar.properties.generalCategory == .format
    }

    private static func visible(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where !isInvisible(scalar) { scalars.append(scalar) }
        return String(scalars)
    }

    private static func mapped(_ text: String, _ change: (Unicode.Scalar) -> Unicode.Scalar) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { scalars.append(change(scalar)) }
        return String(scalars)
    }
}
