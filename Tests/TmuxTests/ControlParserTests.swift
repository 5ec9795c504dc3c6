import Testing

@testable import Tmux

@Suite struct ControlParserTests {
    static let stream = """
        %begin 100 7 1
        first line
        %end 100 8 1
        %begin 5 5 5
        %sessions-changed
        %end 100 7 1
        %window-add @3
        %begin 100 9 0
        %end 100 9 0
        %begin 101 10 1

        %end 101 10 1
        %begin 101 11 1
        can't find pane: %9
        %error 101 11 1
        plain words
        %exit

        """

    static let events: [ControlParser.Event] = [
        .block(
            ControlBlock(
                flags: 1, failed: false,
                reply: TmuxReply(bytes: [UInt8]("first line\n%end 100 8 1\n%begin 5 5 5\n%sessions-changed\n")))),
        .line([UInt8]("%window-add @3")),
        .block(ControlBlock(flags: 0, failed: false, reply: TmuxReply())),
        .block(ControlBlock(flags: 1, failed: false, reply: TmuxReply(bytes: [UInt8]("\n")))),
        .block(
            ControlBlock(flags: 1, failed: true, reply: TmuxReply(bytes: [UInt8]("can't find pane: %9\n")))),
        .line([UInt8]("plain words")),
        .line([UInt8]("%exit")),
    ]

    @Test("A stream is read the same however it is cut", arguments: [1, 2, 3, 5, 7, 16, 64, 4096])
    func cut(size: Int) {
        var parser = ControlParser()
        var events: [ControlParser.Event] = []
        var rest = [UInt8](Self.stream)[...]
        while !rest.isEmpty {
            events += parser.feed(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        #expect(events == Self.events)
    }

    @Test("Every two-part cut gives the same")
    func everyCut() {
        let bytes = [UInt8](Self.stream)
        for index in bytes.indices {
            var parser = ControlParser()
            let events = parser.feed(Array(bytes[..<index])) + parser.feed(Array(bytes[index...]))
            #expect(events == Self.events, "cut at \(index)")
        }
    }

    @Test("Bytes that are not UTF-8 stay as they are")
    func anyBytes() {
        let all = (0...255).map { UInt8($0) }.filter { $0 != 0x0a }
        var parser = ControlParser()
        let events = parser.feed([UInt8]("%begin 1 1 1\n") + all + [UInt8]("\n%end 1 1 1\n"))
        #expect(
            events == [.block(ControlBlock(flags: 1, failed: false, reply: TmuxReply(bytes: all + [0x0a])))])
    }

    @Test("A reply that is too long is cut and says so, and the next is read as ever")
    func longReply() throws {
        var parser = ControlParser(replyLimit: 100, lineLimit: 50)
        let long = String(repeating: String(repeating: "x", count: 30) + "\n", count: 10)
        let events = parser.feed(
            [UInt8]("%begin 1 1 1\n\(long)%end 1 1 1\n%begin 1 2 1\nok\n%end 1 2 1\n"))
        guard case .block(let first) = events.first, case .block(let second) = events.last else {
            Issue.record("not two blocks: \(events)")
            return
        }
        #expect(first.reply.isTruncated)
        #expect(first.reply.bytes.count <= 100)
        #expect(second.reply == TmuxReply(bytes: [UInt8]("ok\n")))
    }

    @Test("One endless line takes no more memory than its limit")
    func longLine() {
        var parser = ControlParser(replyLimit: 1000, lineLimit: 50)
        var events = parser.feed([UInt8]("%output %1 " + String(repeating: "y", count: 5000)))
        events += parser.feed([UInt8]("\n%exit\n"))
        #expect(events == [.line([UInt8]("%output %1 " + String(repeating: "y", count: 39))), .line([UInt8]("%exit"))])
    }

    @Test("An end without a beginning is told")
    func outOfStep() {
        var parser = ControlParser()
        #expect(parser.feed([UInt8]("%end 1 2 1\n")) == [.outOfStep])
    }
}

@Suite struct ControlDialogueTests {
    private func block(_ text: String, failed: Bool = false, flags: Int = 1) -> ControlBlock {
        ControlBlock(flags: flags, failed: failed, reply: TmuxReply(bytes: [UInt8](text)))
    }

    @Test("Replies are matched in order, and blocks of hooks belong to nobody")
    func order() throws {
        var dialogue = ControlDialogue(nonce: "n")
        var unexpected = false
        let (first, bytes) = dialogue.ask(TmuxRequest(TmuxCommand("list-panes", "-a")))
        let (second, _) = dialogue.ask(TmuxRequest(TmuxCommand("kill-session", "-t", "x")))
        #expect(bytes == [UInt8]("list-panes -a\n"))
        #expect(dialogue.receive(block("hook\n", flags: 0), unexpected: &unexpected) == nil)
        let one = try #require(dialogue.receive(block("a\n"), unexpected: &unexpected))
        #expect(one.0 == first)
        #expect(try one.1.get().text == "a")
        let two = try #require(
            dialogue.receive(block("can't find session: x\n", failed: true), unexpected: &unexpected))
        #expect(two.0 == second)
        #expect(throws: TmuxError(.notFound, command: "kill-session", message: "can't find session: x")) {
            try two.1.get()
        }
        #expect(dialogue.isEmpty)
        #expect(!unexpected)
        #expect(dialogue.receive(block("?\n"), unexpected: &unexpected) == nil)
        #expect(unexpected)
    }

    @Test("A line of several commands is one reply, ended by a word of ours and by nothing else")
    func compound() throws {
        var dialogue = ControlDialogue(nonce: "n")
        var unexpected = false
        let (ticket, bytes) = dialogue.ask(
            TmuxRequest([TmuxCommand("list-panes"), TmuxCommand("list-windows"), TmuxCommand("list-sessions")]))
        #expect(bytes == [UInt8]("list-panes ; list-windows ; list-sessions\ndisplay-message -p -- ccmux-n-1\n"))
        #expect(dialogue.receive(block("ccmux-n-2\n"), unexpected: &unexpected) == nil)
        #expect(dialogue.receive(block("ccmux-n-1\nand more\n"), unexpected: &unexpected) == nil)
        #expect(dialogue.receive(block("no such thing\n", failed: true), unexpected: &unexpected) == nil)
        let done = try #require(dialogue.receive(block("ccmux-n-1\n"), unexpected: &unexpected))
        #expect(done.0 == ticket)
        #expect(throws: TmuxError(.notFound, command: "list-panes", message: "no such thing")) { try done.1.get() }
    }
}
