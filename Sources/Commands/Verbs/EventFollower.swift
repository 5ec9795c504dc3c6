import Client
import Model
import Platform

/// Prints events as they happen. A daemon that ends is waited for, and the stream taken up where it broke off.
struct EventFollower {
    let client: DaemonClient
    let wanted: SessionID?
    let json: Bool

    static let gapNote = "ccmux: some events before these are no longer kept."

    func run(from start: EventPosition?) throws(CcmuxError) -> Never {
        // From a known place, so that nothing is missed while the daemon is away.
        let position = if let start { start } else { try client.newestPosition() }
        var feed = EventFeed(client, after: position)
        while true {
            switch try feed.next() {
            case .event(let event): if wanted == nil || event.session == wanted { try show(event) }
            case .gap: StandardStreams.report([Self.gapNote])
            case .away: StandardStreams.report(["ccmux: the daemon is away; waiting for it."])
            case .back, nil: break
            }
        }
    }

    private func show(_ event: Event) throws(CcmuxError) {
        if json {
            try StandardStreams.write(try JSONCoding.bytes(event) + [UInt8(ascii: "\n")])
        } else {
            let clock = Clock(now: wallClock())
            try StandardStreams.write(lines: [
                EventLine.text(event, clock: clock, colour: StandardStreams.colour)
            ])
        }
    }
}
