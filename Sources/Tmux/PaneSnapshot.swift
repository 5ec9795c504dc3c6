/// A pane as it was at one moment.
package struct PaneSnapshot: Sendable, Hashable {
    package var sessionID: SessionID
    package var sessionName: String
    package var windowID: WindowID
    package var paneID: PaneID
    /// The pane's program, as it was started.
    package var pid: Int32
    /// Whether the program has ended and the pane was kept (`remain-on-exit`).
    package var isDead: Bool
    package var width: Int
    package var height: Int
    /// What the program calls itself. Bytes that are not UTF-8 are replaced.
    package var title: String
    /// When the window last showed something new, in whole seconds since 1970.
    package var windowActivity: Int
    /// Whether a person is in copy mode or the like, where keys do not reach the program.
    package var isInMode: Bool
    /// How many clients are attached to the session.
    package var attachedClients: Int
    /// The user options asked for that are set and not empty: on the pane, its window, its session or globally.
    package var options: [String: String]
}

/// All panes of a server at one moment. A window that several sessions show is there once for each.
package struct ServerSnapshot: Sendable, Hashable {
    /// Nil where no server runs.
    package var server: ServerIdentity?
    package var panes: [PaneSnapshot]

    package init(server: ServerIdentity?, panes: [PaneSnapshot]) {
        self.server = server
        self.panes = panes
    }
}

/// The line that `list-panes -F` prints for each pane, and its reading.
///
/// Numbers come first, then the lengths in bytes of the free texts, then the texts, run together: whatever is
/// in them, line breaks too, cannot be taken for something else.
struct PaneFormat {
    let options: [String]

    var format: String {
        let texts = ["session_name", "pane_title"] + options
        return Self.numbers.map { "#{\($0)}" }.joined(separator: " ") + " "
            + texts.map { "#{n:\($0)}" }.joined(separator: " ") + ":"
            + texts.map { "#{\($0)}" }.joined()
    }

    private static let numbers = [
        "pid", "start_time", "session_id", "window_id", "pane_id", "pane_pid", "pane_dead", "pane_width",
        "pane_height", "window_activity", "pane_in_mode", "session_attached",
    ]

    /// Reads the whole reply. A text that tmux changed in printing (some versions write control characters as
    /// octal digits) no longer has its length; such a pane is kept without its options.
    func read(_ bytes: [UInt8]) -> ServerSnapshot {
        var snapshot = ServerSnapshot(server: nil, panes: [])
        var rest = bytes[...]
        while !rest.isEmpty {
            let lineEnd = rest.firstIndex(of: 0x0a) ?? rest.endIndex
            let next = rest[min(lineEnd + 1, rest.endIndex)...]
            guard let colon = rest[..<lineEnd].firstIndex(of: 0x3a),
                let head = Head(String(decoding: rest[..<colon], as: UTF8.self), texts: options.count + 2)
            else {
                rest = next
                continue
            }
            snapshot.server = head.server
            var pane = head.pane
            let body = rest[(colon + 1)...]
            let length = head.lengths.reduce(0, +)
            if length < body.count, body[body.startIndex + length] == 0x0a {
                let texts = Self.cut(body, head.lengths)
                pane.sessionName = texts[0]
                pane.title = texts[1]
                for (option, text) in zip(options, texts.dropFirst(2)) where !text.isEmpty {
                    pane.options[option] = text
                }
                rest = body[(body.startIndex + length + 1)...]
            } else {
                let texts = Self.cut(body[..<lineEnd], Array(head.lengths.prefix(2)))
                pane.sessionName = texts[0]
                pane.title = texts[1]
                rest = next
            }
            snapshot.panes.append(pane)
        }
        return snapshot
    }

    private static func cut(_ bytes: ArraySlice<UInt8>, _ lengths: [Int]) -> [String] {
        var rest = bytes
        return lengths.map { length in
            defer { rest = rest.dropFirst(length) }
            return String(decoding: rest.prefix(length), as: UTF8.self)
        }
    }

    /// The part before the colon.
    private struct Head {
        let server: ServerIdentity
        let pane: PaneSnapshot
        let lengths: [Int]

        init?(_ text: String, texts: Int) {
            let words = text.split(separator: " ", omittingEmptySubsequences: false)
            let numbers = PaneFormat.numbers.count
            guard words.count == numbers + texts, let serverPID = Int32(words[0]), let start = Int(words[1]),
                let session = SessionID(words[2]), let window = WindowID(words[3]), let pane = PaneID(words[4])
            else { return nil }
            let lengths = words[numbers...].compactMap { Int($0) }
            guard lengths.count == texts, lengths.allSatisfy({ $0 >= 0 && $0 < 1 << 30 }) else { return nil }
            self.server = ServerIdentity(pid: serverPID, startTime: start)
            self.lengths = lengths
            self.pane = PaneSnapshot(
                sessionID: session, sessionName: "", windowID: window, paneID: pane, pid: Int32(words[5]) ?? 0,
                isDead: words[6] == "1", width: Int(words[7]) ?? 0, height: Int(words[8]) ?? 0, title: "",
                windowActivity: Int(words[9]) ?? 0, isInMode: (Int(words[10]) ?? 0) > 0,
                attachedClients: Int(words[11]) ?? 0, options: [:])
        }
    }
}
