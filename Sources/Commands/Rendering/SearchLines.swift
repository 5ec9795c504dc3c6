package import Model

/// `ccmux search` for people.
package enum SearchLines {
    /// Each hit in three lines: what it is, the text, and how it is opened.
    package static func lines(_ page: SearchPage, _ clock: Clock, home: String?, colour: Bool) -> [String] {
        guard !page.hits.isEmpty else { return ["Nothing was found."] }
        var lines: [String] = []
        for (index, hit) in page.hits.enumerated() {
            if index > 0 { lines.append("") }
            lines.append(head(hit, index + 1, clock, home, colour))
            lines.append("   " + snippet(hit.snippet, colour: colour))
            let command = "ccmux " + Self.command(hit).joined(separator: " ")
            lines.append("   " + Style.faint.apply(SafeText.oneLine(command), colour: colour))
        }
        return lines
    }

    /// What is to be said besides.
    package static func notes(_ page: SearchPage) -> [String] {
        var notes: [String] = []
        if page.isPartial {
            notes.append("More texts match; the newest \(page.matches) were ranked. More words, or --since, narrow it.")
        }
        if let behind = page.behind {
            notes.append(
                "The index is behind by \(behind.files) transcripts (\(size(behind.bytes))); 'ccmux search --status'.")
        }
        return notes
    }

    /// The arguments that show the conversation around the place where it was said.
    package static func command(_ hit: SearchHit) -> [String] {
        // A subagent's file bears the uuid of the conversation that it belongs to.
        let file = hit.path.split(separator: "/").last ?? ""
        let isOwn = hit.conversation.map { file.contains($0) } ?? false
        return ["transcript", isOwn ? hit.conversation ?? hit.path : hit.path, "--at", String(hit.offset)]
    }

    private static func head(
        _ hit: SearchHit, _ number: Int, _ clock: Clock, _ home: String?, _ colour: Bool
    ) -> String {
        let name = hit.name?.text ?? hit.conversation.map { String($0.prefix(8)) } ?? "?"
        var parts = [hit.role.rawValue, hit.at.map { clock.age($0) } ?? ""]
        if let directory = hit.directory { parts.append(short(directory, home)) }
        let rest = parts.filter { !$0.isEmpty }.map(SafeText.oneLine).joined(separator: "  ")
        return "\(number)  " + Style.bold.apply(SafeText.oneLine(name), colour: colour) + "  " + rest
    }

    private static func short(_ path: String, _ home: String?) -> String {
        guard let home, home.count > 1 else { return path }
        if path == home { return "~" }
        return path.hasPrefix(home + "/") ? "~" + path.dropFirst(home.count) : path
    }

    /// One line; what was looked for in colour, or between `«` and `»`.
    package static func snippet(_ pieces: [SearchPiece], colour: Bool) -> String {
        pieces.map { piece in
            let text = squeezed(SafeText.oneLine(piece.text))
            guard piece.hit == true else { return text }
            return colour ? Style.yellow.apply(text, colour: true) : "«\(text)»"
        }.joined()
    }

    private static func squeezed(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where scalar != " " || result.last != " " { result.append(scalar) }
        return String(result)
    }

    package static func lines(_ status: SearchStatus) -> [String] {
        guard status.state != "off" else { return ["Conversations are not indexed: search.enabled is false."] }
        var lines = [
            "State        \(SafeText.oneLine(status.state))",
            "Transcripts  \(status.filesDone) of \(status.files) (\(size(status.sizeDone)) of \(size(status.size)))",
            "Texts        \(status.texts)",
            "Index        \(size(status.indexSize)), with what else was read out of transcripts",
            "Budget       \(status.budget) % of one core; \(Age.text(seconds: Int(status.worked))) of work so far",
        ]
        if status.longLines > 0 { lines.append("Passed over  \(status.longLines) lines that were too long") }
        if status.skippedCount > 0 { lines.append("Skipped      \(status.skippedCount)") }
        for skip in status.skipped {
            lines.append("  " + SafeText.oneLine(skip.path.isEmpty ? skip.reason : "\(skip.path): \(skip.reason)"))
        }
        return lines
    }

    /// `640 B`, `12 kB`, `3.4 MB`, `1.2 GB`.
    package static func size(_ bytes: Int) -> String {
        switch bytes {
        case ..<1000: return "\(bytes) B"
        case ..<1_000_000: return "\(bytes / 1000) kB"
        case ..<1_000_000_000: return "\(bytes / 1_000_000).\(bytes / 100_000 % 10) MB"
        default: return "\(bytes / 1_000_000_000).\(bytes / 100_000_000 % 10) GB"
        }
    }

    package static func lines(_ page: ScreenSearchPage, _ clock: Clock, colour: Bool) -> [String] {
        guard !page.hits.isEmpty else { return ["It is on none of the \(page.screens) screens."] }
        let rows = page.hits.map { hit -> [TextTable.Cell] in
            let seen = hit.live ? "live" : hit.capturedAt.map { clock.age($0) } ?? ""
            let text = squeezed(SafeText.oneLine(hit.text))
            return [.init(hit.name.text, .bold), .init("\(hit.row)"), .init(seen), .init(text)]
        }
        return TextTable(columns: [.init("NAME"), .init("ROW"), .init("SEEN"), .init("TEXT")], rows: rows)
            .lines(width: nil, colour: colour)
    }
}
