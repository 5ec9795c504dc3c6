import Platform

/// The only words of ours in a pane: why no agent runs in it now, and when one will.
enum PaneNotice {
    /// One dim line that replaces itself, cut to the width so that it never wraps.
    static func waiting(agent: String, reason: String, seconds: Int, width: Int) -> String {
        line("\(agent): \(reason) · again in \(seconds) s · any key: now", width: width)
    }

    /// Why nothing is launched; further lines say what to do.
    static func blocked(agent: String, reason: String, name: String) -> String {
        let lines = ["\(agent) was not started: \(reason)", "ccmux show \(name) tells more · any key: look again"]
        return clear + dim + lines.map(printable).joined(separator: "\r\n") + plain
    }

    /// Where an agent was put away to save memory.
    static func hibernated(agent: String, name: String, width: Int) -> String {
        line("\(name) is hibernated: \(agent) was put away, its conversation waits · any key wakes it", width: width)
    }

    static let clear = "\r\u{1B}[2K"
    private static let dim = "\u{1B}[2m"
    private static let plain = "\u{1B}[0m"

    private static func line(_ text: String, width: Int) -> String {
        clear + dim + fitting(printable(text), columns: max(10, width - 1)) + plain
    }

    /// As much of the beginning as certainly fits: what is beyond ASCII may be two columns wide.
    private static func fitting(_ text: String, columns: Int) -> String {
        var left = columns
        return String(
            text.prefix { character in
                left -= character.isASCII ? 1 : 2
                return left >= 0
            })
    }

    /// A reason may quote a path, and a path may hold anything.
    private static func printable(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format
                        ? "\u{FFFD}" : scalar
                }))
    }
}
