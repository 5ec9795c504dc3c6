/// All panes of a server at one moment, with what tells a change and nothing else: cheap enough to ask for several
/// times a second.
package struct Glance: Sendable, Hashable {
    /// As tmux printed it. Of two that are equal nothing need be read.
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) { self.bytes = bytes }

    package struct Pane: Sendable, Hashable {
        package var id: PaneID
        /// The server, so that ids of another one mean nothing.
        package var server: ServerIdentity
        /// When the window last showed something new, in whole seconds since 1970.
        package var activity: Int
        package var attachedClients: Int
        package var width: Int
        package var height: Int
        package var title: String
    }

    /// The panes, in tmux's order. What cannot be read is left out.
    package var panes: [Pane] {
        var result: [Pane] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let lineEnd = rest.firstIndex(of: 0x0a) ?? rest.endIndex
            let line = rest[..<lineEnd]
            var next = rest[min(lineEnd + 1, rest.endIndex)...]
            if let colon = line.firstIndex(of: 0x3a), let (pane, length) = Self.head(line[..<colon]) {
                // The length decides where the title ends, whatever is in it.
                let body = rest[(colon + 1)...]
                var pane = pane
                if length < body.count, body[body.startIndex + length] == 0x0a {
                    pane.title = String(decoding: body.prefix(length), as: UTF8.self)
                    next = body[(body.startIndex + length + 1)...]
                } else {
                    pane.title = String(decoding: line[(colon + 1)...], as: UTF8.self)
                }
                result.append(pane)
            }
            rest = next
        }
        return result
    }

    static let format =
        [
            "pane_id", "pid", "start_time", "window_activity", "session_attached", "pane_width", "pane_height",
            "n:pane_title",
        ].map { "#{\($0)}" }.joined(separator: " ") + ":#{pane_title}"

    /// What stands before the colon: the pane, and the length of its title in bytes.
    private static func head(_ bytes: ArraySlice<UInt8>) -> (Pane, Int)? {
        let words = bytes.split(separator: 0x20, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard words.count == 8, let id = PaneID(words[0]), let pid = Int32(words[1]), let start = Int(words[2]),
            let activity = Int(words[3]), let length = Int(words[7]), length >= 0, length < 1 << 20
        else { return nil }
        let pane = Pane(
            id: id, server: ServerIdentity(pid: pid, startTime: start), activity: activity,
            attachedClients: Int(words[4]) ?? 0, width: Int(words[5]) ?? 0, height: Int(words[6]) ?? 0, title: "")
        return (pane, length)
    }
}

extension TmuxServer {
    /// Looks at all panes over the connection. Empty where no server runs.
    package func glance() async throws(TmuxError) -> Glance {
        do {
            return Glance(bytes: try await repeatable(TmuxCommand("list-panes", "-a", "-F", Glance.format)).bytes)
        } catch  where error.code == .serverGone {
            return Glance(bytes: [])
        }
    }

    /// Sets user options of sessions, each for itself; sessions that are gone are passed over.
    package func setOptions(_ changes: [(session: SessionID, option: String, value: String)]) async {
        let commands = changes.filter { TmuxFormat.isUserOption($0.option) }.map {
            TmuxCommand("set-option", "-t", $0.session.asTarget, "--", $0.option, $0.value)
        }
        guard !commands.isEmpty else { return }
        _ = try? await run(commands)
    }
}
