import Testing

@testable import Tmux

@Suite struct PaneReadingTests {
    private let format = PaneFormat(options: ["@a", "@b"])

    private func line(_ pane: Int, name: String, title: String, a: String, b: String) -> String {
        "10 20 $1 @2 %\(pane) 30 0 80 24 1700000000 0 1 \(name.utf8.count) \(title.utf8.count) \(a.utf8.count) "
            + "\(b.utf8.count):\(name)\(title)\(a)\(b)\n"
    }

    @Test("Free texts are read by their length, whatever is in them")
    func texts() {
        let evil = "x\n10 20 $1 @2 %99 30 0 80 24 1 0 1 0 0 0 0:\n"
        let reply = line(1, name: "a b", title: "✳ t: 1", a: evil, b: "") + line(2, name: "", title: "", a: "", b: "v")
        let snapshot = format.read([UInt8](reply))
        #expect(snapshot.server == ServerIdentity(pid: 10, startTime: 20))
        #expect(snapshot.panes.map(\.paneID.number) == [1, 2])
        #expect(snapshot.panes[0].sessionName == "a b")
        #expect(snapshot.panes[0].title == "✳ t: 1")
        #expect(snapshot.panes[0].options == ["@a": evil])
        #expect(snapshot.panes[1].options == ["@b": "v"])
    }

    @Test("A pane whose texts were changed in printing keeps the rest, and hurts no other")
    func changed() {
        let broken = line(1, name: "n", title: "t", a: "\u{1}", b: "x").replacing("\u{1}", with: "\\001")
        let snapshot = format.read([UInt8](broken + line(2, name: "m", title: "", a: "1", b: "2")))
        #expect(snapshot.panes.map(\.sessionName) == ["n", "m"])
        #expect(snapshot.panes[0].options == [:])
        #expect(snapshot.panes[1].options == ["@a": "1", "@b": "2"])
    }

    @Test("What is no pane's line is passed over")
    func nonsense() {
        #expect(format.read([UInt8]("nonsense\n\n:\n1 2 3:\n")) == ServerSnapshot(server: nil, panes: []))
    }

    @Test("Blank rows below the last are trimmed before the last rows are counted")
    func trimming() {
        let reply = TmuxReply(bytes: [UInt8]("1\n2\n\n3\n\u{1b}[39m  \n\n\n"))
        #expect(PaneCapture(reply, limit: 2).text == "\n3")
        #expect(PaneCapture(reply, limit: nil).text == "1\n2\n\n3")
        #expect(PaneCapture(TmuxReply(bytes: [UInt8]("\n\n")), limit: 5).lines == [])
    }

    @Test("A colour that began above the cut is still there below it")
    func colours() {
        let reply = TmuxReply(bytes: [UInt8]("\u{1b}[31mred\n\u{1b}[1mbold\nlast\n"))
        #expect(PaneCapture(reply, limit: 1).text == "\u{1b}[1;31mlast")
        let ended = TmuxReply(bytes: [UInt8]("\u{1b}[31mred\u{1b}[0m\nlast\n"))
        #expect(PaneCapture(ended, limit: 1).text == "last")
    }

    @Test(
        "SGR sequences add up",
        arguments: [
            ("31|1", "1;31"), ("31|39", ""), ("1;4:3;38;5;200|22", "4:3;38;5;200"), ("48;2;1;2;3|7|27", "48;2;1;2;3"),
            ("31;0;3", "3"), ("|", ""), ("38:2::1:2:3", "38:2::1:2:3"), ("4|4:0", ""), ("97;101", "97;101"),
            ("38", "38"),
        ])
    func renditions(applied: String, left: String) {
        var rendition = GraphicRendition()
        for parameters in applied.split(separator: "|", omittingEmptySubsequences: false) {
            rendition.apply(parameters.utf8)
        }
        #expect(rendition.sequence == (left.isEmpty ? [] : [UInt8]("\u{1b}[\(left)m")))
    }
}
