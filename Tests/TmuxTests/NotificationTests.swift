import Testing

@testable import Tmux

@Suite struct NotificationTests {
    @Test(
        "Notifications are read",
        arguments: [
            ("%sessions-changed", TmuxNotification.sessionsChanged),
            ("%session-renamed $2 new name", .sessionRenamed(SessionID(number: 2), "new name")),
            ("%session-changed $0 _hub", .sessionChanged(SessionID(number: 0), "_hub")),
            ("%session-window-changed $1 @4", .sessionWindowChanged(SessionID(number: 1), WindowID(number: 4))),
            ("%window-close @4", .windowClosed(WindowID(number: 4))),
            ("%unlinked-window-close @5", .windowClosed(WindowID(number: 5))),
            ("%unlinked-window-add @5", .windowAdded(WindowID(number: 5))),
            ("%pane-mode-changed %7", .paneModeChanged(PaneID(number: 7))),
            (#"%output %1 a\033[1m\134 b"#, .output(PaneID(number: 1), [UInt8]("a\u{1b}[1m\\ b"))),
            ("%client-detached /dev/pts/1", .clientDetached("/dev/pts/1")),
            ("%exit", .exit("")), ("%exit server exited", .exit("server exited")),
            ("%session-renamed nonsense", .other("session-renamed nonsense")),
            ("%new-thing a b", .other("new-thing a b")),
        ])
    func reading(line: String, notification: TmuxNotification) {
        #expect(TmuxNotification(line: [UInt8](line)) == notification)
    }

    @Test("A reader that does not read is told where it missed something, and goes on")
    func overflow() async {
        let mailbox = NotificationMailbox(limit: 3)
        for _ in 0..<10_000 { mailbox.post(.sessionsChanged) }
        var seen: [TmuxNotification] = []
        for _ in 0..<4 { seen.append(await mailbox.next() ?? .disconnected) }
        #expect(seen == [.sessionsChanged, .sessionsChanged, .sessionsChanged, .missed])
        mailbox.post(.clientDetached("x"))
        #expect(await mailbox.next() == .clientDetached("x"))
    }

    @Test("A slow subscriber takes nothing from another, and one that is gone is forgotten")
    func subscribers() async {
        var hub = NotificationHub()
        let slow = hub.subscribe(limit: 1)
        let quick = hub.subscribe(limit: 100)
        _ = hub.subscribe(limit: 1)
        for _ in 0..<50 { hub.post(.sessionsChanged) }
        hub.post(.disconnected)
        var count = 0
        for await notification in quick {
            if notification == .disconnected { break }
            count += 1
        }
        #expect(count == 50)
        var iterator = slow.makeAsyncIterator()
        #expect(await iterator.next() == .sessionsChanged)
        #expect(await iterator.next() == .missed)
    }

    @Test("A reader that is cancelled stops waiting")
    func cancelled() async {
        let mailbox = NotificationMailbox(limit: 3)
        let reader = Task { await mailbox.next() }
        reader.cancel()
        #expect(await reader.value == nil)
    }
}
