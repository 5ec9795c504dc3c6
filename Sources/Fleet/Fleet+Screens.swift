import Agents
import Logging
package import Model
import Platform
import Runner
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
            return ScreenResponse(lines: text(capture.lines, limit: rows), live: true, capturedAt: now())
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
