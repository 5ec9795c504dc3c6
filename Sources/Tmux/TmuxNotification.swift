/// What the server tells without being asked, and what becomes of the connection itself.
package enum TmuxNotification: Sendable, Hashable {
    /// The connection is up, to this life of the server. Ids from another life are void.
    case connected(ServerIdentity)
    /// The connection was lost. What happens until the next `connected` is not told.
    case disconnected
    /// The reader was too slow and notifications were dropped here: look at everything again.
    case missed
    /// A session began or ended.
    case sessionsChanged
    /// A session has a new name.
    case sessionRenamed(SessionID, String)
    /// A session shows another window.
    case sessionWindowChanged(SessionID, WindowID)
    /// The session that the connection is attached to.
    case sessionChanged(SessionID, String)
    /// A window appeared, in whatever session.
    case windowAdded(WindowID)
    /// A window ended, in whatever session.
    case windowClosed(WindowID)
    /// A window has a new name.
    case windowRenamed(WindowID, String)
    /// A pane entered or left a mode such as copy mode.
    case paneModeChanged(PaneID)
    /// A pane of the attached session wrote this. Does not come while the connection has `no-output`.
    case output(PaneID, [UInt8])
    /// Some client detached.
    case clientDetached(String)
    /// The server ends the connection, with its reason if it gave one.
    case exit(String)
    /// Any other, as it came, without the leading `%`.
    case other(String)
}

extension TmuxNotification {
    /// Reads a line that begins with `%`. The format is control mode's in tmux(1).
    init(line: some Collection<UInt8>) {
        let words = line.split(separator: 0x20, maxSplits: 2, omittingEmptySubsequences: false)
        func text(_ index: Int) -> String {
            index < words.count ? String(decoding: words[index], as: UTF8.self) : ""
        }
        let rest = words.count > 2 ? text(1) + " " + text(2) : text(1)
        switch (text(0), SessionID(text(1)), WindowID(text(1)), PaneID(text(1))) {
        case ("%sessions-changed", _, _, _): self = .sessionsChanged
        case ("%session-renamed", let id?, _, _): self = .sessionRenamed(id, text(2))
        case ("%session-changed", let id?, _, _): self = .sessionChanged(id, text(2))
        case ("%session-window-changed", let id?, _, _):
            if let window = WindowID(text(2)) {
                self = .sessionWindowChanged(id, window)
            } else {
                self = .other(Self.words(line))
            }
        case ("%window-add", _, let id?, _), ("%unlinked-window-add", _, let id?, _): self = .windowAdded(id)
        case ("%window-close", _, let id?, _), ("%unlinked-window-close", _, let id?, _): self = .windowClosed(id)
        case ("%window-renamed", _, let id?, _), ("%unlinked-window-renamed", _, let id?, _):
            self = .windowRenamed(id, text(2))
        case ("%pane-mode-changed", _, _, let id?): self = .paneModeChanged(id)
        case ("%output", _, _, let id?): self = .output(id, words.count > 2 ? Self.unescaped(words[2]) : [])
        case ("%client-detached", _, _, _): self = .clientDetached(rest)
        case ("%exit", _, _, _): self = .exit(rest)
        default: self = .other(Self.words(line))
        }
    }

    /// What is not known is kept short: nobody needs more of it than a log line.
    private static func words(_ line: some Collection<UInt8>) -> String {
        String(decoding: line.dropFirst().prefix(1024), as: UTF8.self)
    }

    /// Undoes `%output`'s escapes: bytes below blank and the backslash come as `\ooo`.
    static func unescaped(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index != bytes.endIndex {
            let octal = bytes[index...].dropFirst().prefix(3)
            if bytes[index] == 0x5c, octal.count == 3, octal.allSatisfy({ $0 >= 0x30 && $0 <= 0x37 }) {
                result.append(UInt8(truncatingIfNeeded: octal.reduce(0) { $0 * 8 + Int($1 - 0x30) }))
                index = octal.endIndex
            } else {
                result.append(bytes[index])
                index = bytes.index(after: index)
            }
        }
        return result
    }
}
