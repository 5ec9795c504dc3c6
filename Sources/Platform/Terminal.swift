import CPlatform
import Model

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The terminal on a descriptor: its modes, its size, whose foreground it has.
package struct Terminal: Sendable {
    package let descriptor: Int32
    private let original: termios

    /// Nil when `descriptor` is no terminal. Remembers its modes as they are now.
    package init?(_ descriptor: Int32) {
        var modes = termios()
        guard isatty(descriptor) == 1, tcgetattr(descriptor, &modes) == 0 else { return nil }
        self.descriptor = descriptor
        self.original = modes
    }

    package static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

    /// Columns and rows; nil when it does not tell, or tells 0.
    package static func size(of descriptor: Int32) -> (columns: Int, rows: Int)? {
        var columns: UInt16 = 0
        var rows: UInt16 = 0
        guard ccp_window_size(descriptor, &columns, &rows) == 0, columns > 0, rows > 0 else { return nil }
        return (Int(columns), Int(rows))
    }

    /// Makes this process's group the foreground group, whatever the one before left.
    package func takeForeground() {
        _ = ccp_set_foreground(descriptor, getpgrp())
    }

    package func giveForeground(to group: Int32) {
        _ = ccp_set_foreground(descriptor, group)
    }

    /// The modes that it had at first.
    package func restoreModes() {
        var modes = original
        while tcsetattr(descriptor, TCSANOW, &modes) != 0 && errno == EINTR {}
    }

    /// Keys arrive one by one, without an echo.
    package func enterKeyMode() {
        var modes = original
        modes.c_lflag &= ~tcflag_t(ICANON | ECHO)
        while tcsetattr(descriptor, TCSANOW, &modes) != 0 && errno == EINTR {}
    }

    /// Drops what was typed and not read.
    package func dropInput() {
        tcflush(descriptor, TCIFLUSH)
    }

    /// Reads and drops what can be read now. False when the terminal is gone.
    package func readKeys() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        return count > 0 || (count < 0 && (errno == EINTR || errno == EAGAIN))
    }

    package func write(_ text: String) {
        try? Files.write(Array(text.utf8), to: descriptor, name: "the terminal")
    }

    /// What takes a screen back from a program that died in the middle: mouse and focus reports, bracketed paste, the
    /// alternate screen, keyboard protocols, a hidden cursor, a scroll region, colours (xterm's control sequences).
    package static let reset =
        "\u{1B}[?1000l\u{1B}[?1002l\u{1B}[?1003l\u{1B}[?1005l\u{1B}[?1006l\u{1B}[?1015l\u{1B}[?1004l\u{1B}[?2004l"
        + "\u{1B}[?2026l\u{1B}[<u\u{1B}[>4;0m\u{1B}[?1l\u{1B}>\u{1B}[?1049l\u{1B}7\u{1B}[r\u{1B}8\u{1B}[?7h\u{1B}[?25h"
        + "\u{1B}(B\u{1B}[0m"
}
