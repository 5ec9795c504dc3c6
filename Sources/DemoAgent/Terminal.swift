#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The terminal on standard input and output: raw while the agent runs, as it was when it leaves.
struct Terminal {
    private let original: termios
    private var isRaw = false
    private static let enter = "\u{1B}[?2004h"
    private static let leave = "\u{1B}[?2004l\u{1B}[0m\u{1B}[?25h"

    /// Nil where standard input or output is no terminal.
    init?() {
        var state = termios()
        guard isatty(STDOUT_FILENO) == 1, tcgetattr(STDIN_FILENO, &state) == 0 else { return nil }
        original = state
    }

    mutating func makeRaw() {
        var raw = original
        cfmakeraw(&raw)
        _ = tcsetattr(STDIN_FILENO, TCSADRAIN, &raw)
        isRaw = true
        write(Terminal.enter)
    }

    mutating func restore() {
        guard isRaw else { return }
        isRaw = false
        write(Terminal.leave)
        var state = original
        _ = tcsetattr(STDIN_FILENO, TCSADRAIN, &state)
    }

    func write(_ text: String) {
        if !text.isEmpty { writeAll(Array(text.utf8), to: STDOUT_FILENO) }
    }

    func setTitle(_ title: String) { write("\u{1B}]2;\(title)\u{7}") }

    /// Columns and rows; 80 by 24 where the terminal does not say.
    var size: (columns: Int, rows: Int) {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return (80, 24)
        }
        return (Int(size.ws_col), Int(size.ws_row))
    }
}
