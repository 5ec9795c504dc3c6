/// A pane's id as tmux writes it, `%3`. It is unique in one server's life only: see ``PaneIdentity``.
package struct PaneID: Sendable, Hashable, CustomStringConvertible {
    /// The number after the sign.
    package let number: Int
    package init(number: Int) { self.number = number }
    /// Reads `%3`; nil for anything else.
    package init?(_ text: some StringProtocol) {
        guard let number = Int(text, after: "%") else { return nil }
        self.number = number
    }
    package var description: String { "%\(number)" }
}

/// A session's id as tmux writes it, `$1`. It outlives renames, and starts again with the server.
package struct SessionID: Sendable, Hashable, CustomStringConvertible {
    /// The number after the sign.
    package let number: Int
    package init(number: Int) { self.number = number }
    /// Reads `$1`; nil for anything else.
    package init?(_ text: some StringProtocol) {
        guard let number = Int(text, after: "$") else { return nil }
        self.number = number
    }
    package var description: String { "$\(number)" }
    /// The session as a target where a window or pane is asked for as well.
    var asTarget: String { "$\(number):" }
}

/// A window's id as tmux writes it, `@2`.
package struct WindowID: Sendable, Hashable, CustomStringConvertible {
    /// The number after the sign.
    package let number: Int
    package init(number: Int) { self.number = number }
    /// Reads `@2`; nil for anything else.
    package init?(_ text: some StringProtocol) {
        guard let number = Int(text, after: "@") else { return nil }
        self.number = number
    }
    package var description: String { "@\(number)" }
}

/// One life of a tmux server. All ids start again with the next one.
package struct ServerIdentity: Sendable, Hashable {
    /// The server's process id.
    package let pid: Int32
    /// When it started, in seconds since 1970.
    package let startTime: Int

    package init(pid: Int32, startTime: Int) {
        self.pid = pid
        self.startTime = startTime
    }
}

/// A pane for good: its id together with the server's life that gave it.
package struct PaneIdentity: Sendable, Hashable {
    package let server: ServerIdentity
    package let pane: PaneID

    package init(server: ServerIdentity, pane: PaneID) {
        self.server = server
        self.pane = pane
    }
}

extension Int {
    /// The digits after a sign, as in `%12`. No plus, minus or blanks.
    fileprivate init?(_ text: some StringProtocol, after sign: Character) {
        guard text.first == sign, text.utf8.count > 1, text.utf8.count < 12 else { return nil }
        guard text.utf8.dropFirst().allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        self.init(text.dropFirst())
    }
}
