import Client
import Model

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Prints events as they happen. A daemon that ends is waited for, and the stream taken up where it broke off.
struct EventFollower {
    let client: DaemonClient
    let wanted: SessionID?
    let json: Bool

    static let gapNote = "ccmux: some events before these are no longer kept."

    func run(from start: EventPosition?) throws(CcmuxError) -> Never {
        // From a known place, so that nothing is missed while the daemon is away.
        var position = if let start { start } else { try newest() }
        var client = client
        // A daemon that is stopped later is not brought back by a reader.
        client.starter = nil
        while true {
            do throws(CcmuxError) {
                var stream = try client.follow(since: position)
                while true {
                    switch try stream.next() {
                    case .gap: StandardStreams.report([Self.gapNote])
                    case .event(let event):
                        position = EventPosition(epoch: event.epoch, id: event.id)
                        if wanted == nil || event.session == wanted { try show(event) }
                    }
                }
            } catch {
                guard error.code == .unavailable || error.code == .timedOut else { throw error }
            }
            try waitForDaemon(client)
        }
    }

    private func newest() throws(CcmuxError) -> EventPosition {
        let page = try client.events(since: nil, limit: 1, session: nil)
        return EventPosition(epoch: page.epoch, id: page.events.last?.id ?? 0)
    }

    private func waitForDaemon(_ client: DaemonClient) throws(CcmuxError) {
        var told = false
        while true {
            do throws(CcmuxError) {
                _ = try client.health(timeout: 5)
                return
            } catch {
                guard error.code == .unavailable || error.code == .timedOut else { throw error }
            }
            if !told { StandardStreams.report(["ccmux: the daemon is away; waiting for it."]) }
            told = true
            _ = poll(nil, 0, 250)
        }
    }

    private func show(_ event: Event) throws(CcmuxError) {
        if json {
            try StandardStreams.write(try JSONCoding.bytes(event) + [UInt8(ascii: "\n")])
        } else {
            let line = EventLine.text(event, clock: LocalClock.text, colour: StandardStreams.colour)
            try StandardStreams.write(lines: [line])
        }
    }
}

/// The time of day where the user is.
enum LocalClock {
    /// `2026-11-21 12:24:05`.
    static func text(_ moment: Timestamp) -> String {
        var seconds = time_t(moment.milliseconds / 1000)
        var parts = tm()
        guard localtime_r(&seconds, &parts) != nil else { return moment.rfc3339 }
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday)) "
            + "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
    }
}
