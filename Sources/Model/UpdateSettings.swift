/// What the user decides about updates: top-level keys of `config.toml`.
package struct UpdateSettings: Sendable, Hashable {
    package var autoUpdate = false
    /// The root of a release site: below it lie `latest/download/` and `download/vX.Y.Z/`. Empty for none.
    package var url = ""
    package var channel = "stable"
    /// Seconds.
    package var checkInterval = 300
    /// `HH:MM-HH:MM` in local time, empty for always.
    package var window = ""

    package init() {}
}

/// A part of the day in local time; it may go over midnight.
package struct UpdateWindow: Sendable, Hashable {
    /// Minutes since midnight; the last one is not part of it.
    package var from: Int
    package var until: Int

    /// Reads `HH:MM-HH:MM`.
    package init?(_ text: String) {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let from = Self.minutes(ends[0]), let until = Self.minutes(ends[1]), from != until
        else { return nil }
        self.from = from
        self.until = until
    }

    private static func minutes(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy(isDigit) }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
        else { return nil }
        return hour * 60 + minute
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    package func contains(hour: Int, minute: Int) -> Bool {
        let moment = hour * 60 + minute
        return from < until ? (from..<until).contains(moment) : moment >= from || moment < until
    }
}

/// Which addresses releases may come from.
package enum ReleaseAddress {
    /// `https`, and for tests `file` and `http` on this machine.
    package static func isAllowed(_ text: String) -> Bool {
        guard text.utf8.count <= 1000, text.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else { return false }
        if text.hasPrefix("https://") { return host(text.dropFirst(8)) != nil }
        if text.hasPrefix("file:///") { return true }
        guard text.hasPrefix("http://"), let host = host(text.dropFirst(7)) else { return false }
        return ["localhost", "127.0.0.1", "[::1]"].contains(host)
    }

    /// The host of what follows the scheme; nil where there is none, or where a name and password stand before it.
    private static func host(_ rest: Substring) -> String? {
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !authority.isEmpty, !authority.contains("@"), !authority.contains("\\") else { return nil }
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            return String(authority[...end])
        }
        let host = authority.prefix { $0 != ":" }
        return host.isEmpty ? nil : host.lowercased()
    }
}
