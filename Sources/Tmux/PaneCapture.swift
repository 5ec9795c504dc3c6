/// The text of a pane's screen, the end of it.
package struct PaneCapture: Sendable, Hashable {
    /// The rows from top to bottom, without the blank ones below the last that has something on it.
    package var lines: [[UInt8]]
    /// Whether tmux had more than what is kept of a reply.
    package var isTruncated: Bool

    package init(lines: [[UInt8]], isTruncated: Bool = false) {
        self.lines = lines
        self.isTruncated = isTruncated
    }

    /// The rows as text, what is not UTF-8 replaced.
    package var text: String {
        lines.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
    }

    /// - Parameter limit: how many rows to keep, from the end; nil keeps all.
    init(_ reply: TmuxReply, limit: Int?) {
        var lines = reply.lines
        while let last = lines.last, Self.isBlank(last) { lines.removeLast() }
        isTruncated = reply.isTruncated
        guard let limit, lines.count > limit else {
            self.lines = lines
            return
        }
        // tmux writes a colour once and lets it run on over the rows, so what is cut off may still colour the rest.
        let colours = Self.colours(after: lines.dropLast(limit))
        self.lines = Array(lines.suffix(limit))
        if !self.lines.isEmpty { self.lines[0] = colours + self.lines[0] }
    }

    /// Whether nothing but blanks and escape sequences is in the row.
    static func isBlank(_ line: [UInt8]) -> Bool {
        var rest = line[...]
        while let byte = rest.first {
            if byte == 0x1b, let (_, end) = sequence(rest) {
                rest = rest[end...]
            } else if byte == 0x20 {
                rest = rest.dropFirst()
            } else {
                return false
            }
        }
        return true
    }

    /// The SGR sequence for what is still in force after the rows.
    private static func colours(after lines: ArraySlice<[UInt8]>) -> [UInt8] {
        var rendition = GraphicRendition()
        for line in lines {
            var rest = line[...]
            while let start = rest.firstIndex(of: 0x1b) {
                guard let (final, end) = sequence(rest[start...]) else { break }
                if final == 0x6d, rest[start + 1] == 0x5b { rendition.apply(rest[(start + 2)..<(end - 1)]) }
                rest = rest[end...]
            }
        }
        return rendition.sequence
    }

    /// A control sequence at the start: its last byte, and where it ends. Other escapes count as two bytes.
    private static func sequence(_ bytes: ArraySlice<UInt8>) -> (final: UInt8, end: Int)? {
        guard bytes.count >= 2 else { return nil }
        let second = bytes.startIndex + 1
        guard bytes[second] == 0x5b else { return (bytes[second], second + 1) }
        guard let end = bytes[(second + 1)...].firstIndex(where: { $0 >= 0x40 && $0 <= 0x7e }) else { return nil }
        return (bytes[end], end + 1)
    }
}

extension TmuxServer {
    /// The last rows that a pane shows, with its history where the screen does not have as many.
    ///
    /// - Parameters:
    ///   - lines: how many rows from the last that is not blank; nil is the visible screen.
    ///   - escapes: whether colours and the like come as escape sequences.
    ///   - joinWrapped: whether rows that the terminal wrapped come as one.
    package func capture(
        _ pane: PaneID, lines: Int? = nil, escapes: Bool = false, joinWrapped: Bool = false
    ) async throws(TmuxError) -> PaneCapture {
        let command = Self.captureCommand(pane, lines: lines, escapes: escapes, joinWrapped: joinWrapped)
        return PaneCapture(try await repeatable(command), limit: lines)
    }

    /// Captures many panes, pipelined. A result for each, in order.
    package func capture(
        _ panes: [PaneID], lines: Int? = nil, escapes: Bool = false, joinWrapped: Bool = false
    ) async throws(TmuxError) -> [Result<PaneCapture, TmuxError>] {
        let commands = panes.map {
            Self.captureCommand($0, lines: lines, escapes: escapes, joinWrapped: joinWrapped)
        }
        return try await run(commands).map { $0.map { PaneCapture($0, limit: lines) } }
    }

    private static func captureCommand(
        _ pane: PaneID, lines: Int?, escapes: Bool, joinWrapped: Bool
    ) -> TmuxCommand {
        var arguments = ["-p", "-t", pane.description]
        if escapes { arguments.append("-e") }
        if joinWrapped { arguments.append("-J") }
        if let lines { arguments += ["-S", "-\(max(lines, 0))"] }
        return TmuxCommand("capture-pane", arguments)
    }
}
