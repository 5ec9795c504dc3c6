package import Model

/// A place in the journal of events.
package struct EventPosition: Sendable, Hashable {
    /// Nil when only the number is known; then it is taken for one of the present journal.
    package var epoch: String?
    /// The last event that was seen.
    package var id: Int64

    /// Reads `ID` or `EPOCH-ID`; nil for anything else.
    package init?(_ text: String) {
        let cut = text.lastIndex(of: "-")
        let digits = cut.map { text[text.index(after: $0)...] } ?? text[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }), let id = Int64(digits) else {
            return nil
        }
        let epoch = cut.map { String(text[..<$0]) }
        guard epoch?.isEmpty != true, epoch?.contains(where: { $0.isNewline || $0 == " " }) != true else { return nil }
        self.epoch = epoch
        self.id = id
    }

    package init(epoch: String?, id: Int64) {
        self.epoch = epoch
        self.id = id
    }
}

extension DaemonClient {
    /// Events after `position` (or the last ones), at most `limit`, of one session or of all.
    ///
    /// `gap` is also true when `position` is of another journal than the present one.
    package func events(
        since position: EventPosition?, limit: Int, session ref: String?
    ) throws(CcmuxError) -> EventPage {
        var query: [Request.Parameter] = [.init("limit", String(limit))]
        if let position { query.insert(.init("since", String(position.id)), at: 0) }
        if let ref { query.append(.init("session", ref)) }
        var page = try send(Request(.get, "/v1/events", query: query), as: EventPage.self)
        guard let epoch = position?.epoch, epoch != page.epoch else { return page }
        // Numbers of another journal mean nothing in this one: everything that it has is new to the reader.
        query.removeFirst()
        query.insert(.init("since", "0"), at: 0)
        page = try send(Request(.get, "/v1/events", query: query), as: EventPage.self)
        page.gap = true
        return page
    }

    /// The end of the journal as it is now.
    package func newestPosition() throws(CcmuxError) -> EventPosition {
        let page = try events(since: nil, limit: 1, session: nil)
        return EventPosition(epoch: page.epoch, id: page.events.last?.id ?? 0)
    }

    /// Events as they happen, after `position` or from now on.
    package func follow(since position: EventPosition?) throws(CcmuxError) -> EventStream {
        var request = Request(
            .get, "/v1/events", query: [.init("follow", "1")], headers: [.init("Accept", "text/event-stream")])
        if let position {
            request.query.append(.init("since", String(position.id)))
            if let epoch = position.epoch {
                request.headers.append(.init("Last-Event-ID", "\(epoch)-\(position.id)"))
            }
        }
        var exchange = try begin(request, timeout: timeout)
        while exchange.head == nil { try exchange.advance(timeout: timeout) }
        if let head = exchange.head, head.status != 200 {
            throw Self.failure(try exchange.response(timeout: timeout))
        }
        return EventStream(exchange)
    }
}
