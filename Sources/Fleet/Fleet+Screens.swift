import Agents
import Logging
package import Model
import Platform
import Runner
import Status
import Store
import Tmux

extension Fleet {
    /// Rows that are kept of a screen and its history.
    private static let keptRows = 1000
    private static let rowLimit = 20_000

    /// The screen with its history, from the live pane, or as it was last seen.
    ///
    /// - Parameter lines: rows from the end; nil is what the pane shows.
    package func screen(_ word: String, lines: Int?, escapes: Bool) async throws(CcmuxError) -> ScreenResponse {
        let id = try resolve(word, looking: true)
        let rows = lines.map { min(max($0, 1), Self.rowLimit) }
        if let pane = entries[id]?.pane,
            let capture = try? await tmux.capture(pane.id, lines: rows, escapes: escapes)
        {
            let shown = text(capture.lines, limit: rows)
            if let rows, let said = conversation(of: id, rows: rows, shown: shown) {
                return ScreenResponse(lines: said + shown, live: true, capturedAt: now(), source: "transcript")
            }
            return ScreenResponse(lines: shown, live: true, capturedAt: now(), source: "screen")
        }
        let path = options.home.screenFile(id)
        guard let bytes = try Files.read(path, limit: 16 << 20) else {
            throw CcmuxError(
                .notFound, "Nothing was ever seen on the screen of '\(word)'.", advice: "ccmux start \(word)")
        }
        let kept = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
        let plain = escapes ? kept : kept.map(EscapeSequences.removed)
        return ScreenResponse(
            lines: text(plain, limit: rows ?? options.paneHeight), live: false,
            capturedAt: Files.stamp(of: path)?.modified)
    }

    /// What was said before that which the screen shows, where more is asked for than a terminal without a history has.
    private func conversation(of id: SessionID, rows: Int, shown: [String]) -> [String]? {
        guard let entry = entries[id], shown.count < rows, shown.count <= entry.watch.size.1,
            let kind = catalog.kind(entry.record.agent), let path = transcriptPath(of: id, kind),
            let tail = Files.tail(of: path, bytes: Self.conversationTail)
        else { return nil }
        var said = TranscriptText.rows(of: tail[...], last: rows)
        let visible = Set(shown.map(Self.words))
        while let last = said.last, visible.contains(Self.words(last)) || Self.words(last).isEmpty { said.removeLast() }
        return said.isEmpty ? nil : said.suffix(rows - shown.count) + [""]
    }

    /// A row without its marks and blanks, which a screen draws in its own way.
    private static func words(_ row: String) -> String {
        String(
            String.UnicodeScalarView(
                row.unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil }))
    }

    /// Bytes of a transcript that are read for its text.
    private static let conversationTail = 8 << 20

    private func text(_ lines: [[UInt8]], limit: Int?) -> [String] {
        var lines = lines[...]
        while let last = lines.last, last.allSatisfy({ $0 == 0x20 }) { lines.removeLast() }
        if let limit { lines = lines.suffix(limit) }
        return lines.map { String(decoding: $0, as: UTF8.self) }
    }

    func keepScreen(of id: SessionID) async {
        guard let pane = entries[id]?.pane else { return }
        await keepScreen(of: id, pane.id)
    }

    @discardableResult
    func keepScreen(of id: SessionID, _ pane: PaneID) async -> Bool {
        guard let capture = try? await tmux.capture(pane, lines: Self.keptRows, escapes: true) else { return false }
        let content = Array(capture.lines.joined(separator: [UInt8(ascii: "\n")]))
        do {
            try Files.replace(options.home.screenFile(id), with: content, durable: false)
            return true
        } catch {
            logger.warning("a screen cannot be kept: \(error.message)", metadata: ["id": "\(id)"])
            return false
        }
    }
}

/// Colours and the like, as capture-pane -e writes them.
enum EscapeSequences {
    /// The line without CSI and OSC sequences (ECMA-48) and other control characters.
    static func removed(_ line: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < line.count {
            let byte = line[index]
            index += 1
            guard byte == 0x1B else {
                if byte >= 0x20 || byte == 0x09 { result.append(byte) }
                continue
            }
            guard index < line.count else { break }
            let kind = line[index]
            index += 1
            if kind == UInt8(ascii: "[") {
                while index < line.count, !(0x40...0x7E).contains(line[index]) { index += 1 }
                index += 1
            } else if kind == UInt8(ascii: "]") {
                while index < line.count, line[index] != 0x07, line[index] != 0x1B { index += 1 }
                index += index < line.count && line[index] == 0x1B ? 2 : 1
            } else if (0x20...0x2F).contains(kind) {
                index += 1
            }
        }
        return result
    }
}
