import Foundation
import Testing

@testable import Tmux

@Suite struct InputTests {
    /// A program that writes the very bytes that it gets into a file, and says when it listens.
    private static func recorder(_ file: URL, bracketed: Bool = false) -> [String] {
        let mode = bracketed ? "\\033[?2004h" : ""
        return ["sh", "-c", "stty raw -echo; printf '\(mode)ready'; exec cat >\"$0\"", file.path]
    }

    private func record(
        bracketed: Bool = false, connected: Bool = true, expecting: [UInt8],
        _ body: (TmuxServer, PaneID) async throws -> Void
    ) async throws {
        try await PrivateTmux.connected { tmux in
            let file = tmux.file("bytes")
            let (_, pane) = try await tmux.session(
                "s", argv: Self.recorder(file, bracketed: bracketed), paneOptions: ["@m": "1"])
            try await eventually("it listens") { try await tmux.server.capture(pane.pane).text == "ready" }
            try await body(connected ? tmux.server : tmux.unconnected(), pane.pane)
            try await eventually("all bytes have come") {
                (try? Data(contentsOf: file).count) ?? 0 >= expecting.count
            }
            #expect(try Data(contentsOf: file) == Data(expecting))
            #expect(try await tmux.server.run(TmuxCommand("list-buffers")).lines.isEmpty)
        }
    }

    private let mark = TmuxMark(option: "@m", value: "1")

    @Test(
        "A paste arrives byte for byte, short or long, with every byte there is", arguments: [256, 3000, 4000, 1 << 20])
    func paste(count: Int) async throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ $0 >> 8) }
        try await record(expecting: bytes) { server, pane in
            try await server.paste(bytes, into: pane, guardedBy: mark)
        }
    }

    @Test("A paste without a connection is the same", arguments: [256, 3000, 1 << 17])
    func pasteUnconnected(count: Int) async throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 | 1) }
        try await record(connected: false, expecting: bytes) { server, pane in
            try await server.paste(bytes, into: pane, guardedBy: mark)
        }
    }

    @Test("A paste is bracketed where the program has asked for it")
    func bracketed() async throws {
        let text = [UInt8]("two\nlines; #(touch x) é")
        try await record(
            bracketed: true, expecting: [UInt8]("\u{1b}[200~") + text + [UInt8]("\u{1b}[201~") + text
        ) { server, pane in
            try await server.paste(text, into: pane, guardedBy: mark)
            try await server.paste(text, into: pane, bracketed: false, guardedBy: mark)
        }
    }

    @Test("Keys are names or text as asked, and reach the program even in copy mode", arguments: [true, false])
    func keys(connected: Bool) async throws {
        try await record(
            connected: connected, expecting: [UInt8]("Enter -x;\r\u{3}é#{pid};")
        ) { server, pane in
            try await server.sendKeys(["Enter", " -x;"], to: pane, literal: true, guardedBy: mark)
            _ = try await server.run(TmuxCommand("copy-mode", "-t", pane.description))
            try await server.sendKeys(["Enter", "C-c"], to: pane, guardedBy: mark)
            try await server.sendKeys(["é#{pid};"], to: pane, literal: true)
        }
    }

    @Test("A screen is captured with its end, its colours and its history")
    func capture() async throws {
        try await PrivateTmux.connected { tmux in
            let script =
                "i=1; while [ $i -le 100 ]; do printf '\\033[31mline %s\\n' $i; i=$((i+1)); done; printf done; exec sleep 1000"
            let (_, pane) = try await tmux.session("s", argv: ["sh", "-c", script])
            try await eventually("all is written") { try await tmux.server.capture(pane.pane, lines: 1).text == "done" }
            let some = try await tmux.server.capture(pane.pane, lines: 50)
            #expect(some.lines.count == 50)
            #expect(some.text.hasPrefix("line 52\n"))
            #expect(try await tmux.server.capture(pane.pane).lines.count == 30)
            let last = try await tmux.server.capture(pane.pane, lines: 2, escapes: true)
            #expect(last.text.hasPrefix("\u{1b}[31mline 100"))
            let both = try await tmux.unconnected().capture(
                [pane.pane, PaneID(number: 99), pane.pane], lines: 2, escapes: true)
            #expect(try both[0].get() == last)
            #expect(try both[2].get() == last)
            #expect(throws: TmuxError.self) { try both[1].get() }
        }
    }
}
