import Model
import Platform
import Store
import Tmux

/// What is seen of a text in an agent's composer.
package struct ScreenEcho: Sendable {
    private let tail: [UInt8]
    private static let length = 16

    package init(of text: String) {
        tail = Array(text.utf8.filter { $0 > 0x20 }.suffix(Self.length))
    }

    /// How often the end of the text stands on the screen. Rows are taken together, since the composer wraps.
    package func count(in lines: [[UInt8]]) -> Int {
        guard let last = tail.last else { return 0 }
        var seen: [UInt8] = []
        var count = 0
        for byte in lines.joined() where byte > 0x20 {
            seen.append(byte)
            if byte == last, seen.suffix(tail.count).elementsEqual(tail) { count += 1 }
        }
        return count
    }
}

extension Fleet {
    /// Some agents say that they are ready just before they read, and lose what is typed until then: one that began a
    /// moment ago is given time until its screen rests.
    func untilScreenRests(_ id: SessionID, _ pane: PaneID) async {
        guard let entry = entries[id], entry.state != .working, let started = entry.runtime.startedAt,
            now().seconds(since: started) < Self.youth
        else { return }
        let deadline = monotonicSeconds() + Self.patienceForRest
        var before: [[UInt8]] = []
        var looks = 0
        while looks < 3, monotonicSeconds() < deadline {
            guard let lines = await screenLines(pane) else { return }
            looks = lines == before && !lines.allSatisfy(\.isEmpty) ? looks + 1 : 0
            before = lines
            try? await Task.sleep(for: .milliseconds(100))
        }
    }

    /// Waits until an agent has drawn what was typed: an Enter that it reads together with the text would be a line
    /// break to it. A paste may be shown as a mere mark, hence the bound.
    func untilShown(_ echo: ScreenEcho, before: Int, in pane: PaneID) async {
        let deadline = monotonicSeconds() + Self.patienceForEcho
        while monotonicSeconds() < deadline {
            guard let lines = await screenLines(pane), echo.count(in: lines) <= before else { return }
            try? await Task.sleep(for: .milliseconds(30))
        }
    }

    func screenLines(_ pane: PaneID) async -> [[UInt8]]? {
        try? await tmux.capture(pane, lines: nil, escapes: false).lines
    }

    /// Seconds.
    private static let youth = 15.0
    private static let patienceForRest = 4.0
    private static let patienceForEcho = 2.0
}
