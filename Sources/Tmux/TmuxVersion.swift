/// tmux's version, as `tmux -V` tells it.
package struct TmuxVersion: Sendable, Hashable, CustomStringConvertible {
    /// The words after `tmux `.
    package let description: String
    /// Major and minor number; nil where it tells none, as `master` does.
    package let numbers: (major: Int, minor: Int)?

    /// The oldest version that this room works with.
    package static let oldest = "3.2"

    /// Reads `tmux 3.3a`, `tmux next-3.6`, `tmux master`, `tmux openbsd-7.4`; nil where it is not tmux's line.
    package init?(line: String) {
        let words = line.split(whereSeparator: \.isWhitespace)
        guard words.count >= 2, words[0] == "tmux" else { return nil }
        description = String(words[1])
        let isSystems = description.hasPrefix("openbsd-")
        let digits = description.drop { !($0.isASCII && $0.isNumber) }
        let parts = digits.split(separator: ".", maxSplits: 1)
        guard !isSystems, let major = parts.first.flatMap({ Int($0) }) else {
            numbers = nil
            return
        }
        let minor = parts.count > 1 ? parts[1].prefix { $0.isASCII && $0.isNumber } : "0"
        numbers = (major, Int(minor) ?? 0)
    }

    /// Whether this room works with it. `master` is new; OpenBSD's own has been 3.2 or newer since 6.9 (2021).
    package var isSupported: Bool {
        if let numbers { return (numbers.major, numbers.minor) >= (3, 2) }
        guard description.hasPrefix("openbsd-") else { return true }
        let parts = description.dropFirst("openbsd-".count).split(separator: ".").compactMap { Int($0) }
        guard let major = parts.first else { return true }
        return (major, parts.count > 1 ? parts[1] : 0) >= (6, 9)
    }

    package static func == (left: Self, right: Self) -> Bool { left.description == right.description }
    package func hash(into hasher: inout Hasher) { hasher.combine(description) }
}

extension TmuxServer {
    /// Asks a tmux program for its version.
    package static func version(of executable: String) async throws(TmuxError) -> TmuxVersion {
        try await version(of: TmuxConfiguration(executable: executable, environment: [:]))
    }

    static func version(of configuration: TmuxConfiguration) async throws(TmuxError) -> TmuxVersion {
        let outcome = try await OneShot(configuration: configuration).run(
            arguments: [Array("-V".utf8)], command: "-V", timeout: .seconds(5))
        guard outcome.succeeded else { throw outcome.error(command: "-V") }
        guard let version = TmuxVersion(line: String(decoding: outcome.output, as: UTF8.self)) else {
            throw TmuxError(.missing, command: "-V", message: "\(configuration.executable) is not tmux")
        }
        return version
    }
}
