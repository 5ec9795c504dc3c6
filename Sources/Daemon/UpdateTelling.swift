import Model
import Platform
import Synchronization
import Updates

/// Steps on stderr, and a bar for the download where that is a terminal.
final class UpdateTelling: UpdateProgress {
    private let isTerminal = Terminal.isTerminal(2)
    private let shown = Mutex<Int?>(nil)

    func step(_ text: String) {
        endBar()
        write("ccmux: \(Self.plain(text))\n")
    }

    func downloaded(_ bytes: Int64, of size: Int64) {
        guard isTerminal, size > 0 else { return }
        let percent = Int(bytes * 100 / size)
        let isNew = shown.withLock { last in
            defer { last = percent }
            return last != percent
        }
        if isNew { write("\r" + Self.bar(percent: percent, size: size)) }
        if bytes == size { endBar() }
    }

    static func bar(percent: Int, size: Int64) -> String {
        let filled = max(0, min(30, percent * 30 / 100))
        let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: 30 - filled)
        let tenths = size * 10 / 1_000_000
        return "  [\(bar)] \(percent) % of \(tenths / 10).\(tenths % 10) MB"
    }

    private func endBar() {
        let wasShown = shown.withLock { last in
            defer { last = nil }
            return last != nil
        }
        if wasShown { write("\n") }
    }

    private func write(_ text: String) {
        try? Files.write(Array(text.utf8), to: 2, name: "standard error")
    }

    /// What comes from outside must not steer the terminal.
    static func plain(_ text: String) -> String {
        String(text.unicodeScalars.map { $0.value < 32 || (127..<160).contains($0.value) ? " " : Character($0) })
    }
}
