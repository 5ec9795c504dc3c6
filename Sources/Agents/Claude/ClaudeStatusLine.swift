package import Model
import Platform
import Runner
package import Status

extension ClaudeAgent {
    /// As `ccmux _statusline` tells it, or all that Claude hands over.
    package func reading(ofStatusLine payload: JSONValue) -> StatusLineReading? {
        guard payload["hook_event_name"] == nil else { return nil }
        let model = payload["model"]?["id"]?.string ?? payload["model"]?["display_name"]?.string
        let window = payload["context_window"]
        let cost = payload["cost"]?["total_cost_usd"]?.number
        guard model != nil || window != nil || cost != nil else { return nil }
        return StatusLineReading(model: model, context: window.flatMap(Self.context), cost: cost)
    }

    private static func context(_ window: JSONValue) -> ContextUse? {
        let tokens = ["input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"]
            .compactMap { window["current_usage"]?[$0]?.number }
        // Without an answer yet there is no use to tell of.
        guard !tokens.isEmpty else { return nil }
        let limit = window["context_window_size"]?.number.map(Self.bounded).flatMap { $0 > 0 ? $0 : nil }
        return ContextUse(
            used: tokens.reduce(0) { $0 + Self.bounded($1) }, limit: limit,
            percent: window["used_percentage"]?.number.map(Self.bounded))
    }

    private static func bounded(_ value: Double) -> Int { Int(min(max(value, 0), 1e12)) }
}

extension JSONValue {
    fileprivate var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value) where !value.isNaN: value
        default: nil
        }
    }
}

/// Ours is given only where the user has a status line: one that prints nothing is not the same as none. It costs a
/// blank row above the mode's on 2.1.329, and the hint `? for shortcuts` on all versions.
enum ClaudeStatusLine {
    /// The command for `statusLine`, to be run by a shell.
    ///
    /// - Parameter given: the user's own where it is not in their files.
    static func command(ccmux: String, wrapping given: String? = nil) -> String {
        ([ccmux, "_statusline"] + (given.map { [$0] } ?? [])).map(quoted).joined(separator: " ")
    }

    /// What `--settings` needs for it: `padding` and the like Claude merges in from the user's files.
    static func settings(
        ccmux: String, flags: [String], directory: String, folder: String
    ) -> JSONValue {
        // These choose which of the user's files count at all.
        guard !flags.contains(where: { $0.hasPrefix("--setting-sources") || $0 == "--safe-mode" || $0 == "--bare" }),
            UserStatusLine.command(folder: folder, project: directory) != nil
        else { return .object([:]) }
        return .object(["statusLine": ["type": "command", "command": .string(command(ccmux: ccmux))]])
    }

    private static func quoted(_ word: String) -> String {
        let plain = word.utf8.allSatisfy { isPlain($0) } && !word.isEmpty
        return plain
            ? word
            : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "/"),
            UInt8(ascii: "."):
            true
        default: false
        }
    }
}
