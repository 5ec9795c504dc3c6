import Fleet
import HTTPTypes
import Hummingbird
import Model
import NIOCore

extension EventPage: ResponseEncodable {}

/// `GET /v1/events`: a page of the journal, or, with `follow=1`, the journal from there on without an end, as
/// server-sent events. `id` is `EPOCH-ID`; a reader goes on with `Last-Event-ID`.
struct EventRoutes {
    let fleet: Fleet

    func add(to router: some RouterMethods<APIContext>) {
        let fleet = fleet
        router.get("events") { request, context -> Response in
            let query = request.uri.queryParameters
            let session = query["session"].map(String.init)
            let since = try position(request)
            if query["follow"] == "1" {
                let id = try await session.optionalMap { try await fleet.sessionID($0) }
                return EventStream(fleet: fleet, session: id).response(since: try await since.resolve(fleet))
            }
            let limit = try query["limit"].map { try number($0, "events") } ?? 200
            let page = try await fleet.eventPage(since: since.resolve(fleet)?.id, limit: Int(limit), session: session)
            return try page.response(from: request, context: context)
        }
    }

    private func position(_ request: Request) throws(CcmuxError) -> Position {
        if let header = HTTPField.Name("Last-Event-ID"), let value = request.headers[header] {
            guard let dash = value.lastIndex(of: "-"), let id = Int64(value[value.index(after: dash)...]) else {
                throw CcmuxError(.invalid, "'\(value.prefix(80))' is not an event's id.")
            }
            return Position(epoch: String(value[..<dash]), id: id)
        }
        return Position(
            epoch: nil,
            id: try request.uri.queryParameters["since"].map { value throws(CcmuxError) in try number(value, "events") }
        )
    }
}

/// Where a reader stands.
private struct Position {
    /// Nil: of the journal as it is.
    var epoch: String?
    var id: Int64?

    struct Resolved {
        var id: Int64
        /// It stands in another journal, so that everything since is unknown.
        var isForeign: Bool
    }

    func resolve(_ fleet: Fleet) async throws -> Resolved? {
        guard let id else { return nil }
        let current = await fleet.epoch
        let isForeign = epoch.map { $0 != current } ?? false
        return Resolved(id: isForeign ? 0 : id, isForeign: isForeign)
    }
}

/// Writes events as they come, after those of the journal that the reader has not seen.
private struct EventStream {
    let fleet: Fleet
    let session: SessionID?

    private static let heartbeat = Duration.seconds(15)

    func response(since: Position.Resolved?) -> Response {
        let headers: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-store"]
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                // Follow first, then read: nothing can fall in between, and what came twice is left out by its id.
                let live = fleet.events.follow()
                var last = since?.id
                try await writer.write(ByteBuffer(string: ": \(ccmuxVersion)\n\n"))
                if since?.isForeign == true { try await writer.write(Self.gap) }
                while let position = last {
                    let page = try await fleet.eventPage(since: position, limit: 1000, session: session?.text)
                    if page.gap { try await writer.write(Self.gap) }
                    for event in page.events { try await writer.write(Self.text(event)) }
                    guard let newest = page.events.last?.id else { break }
                    last = newest
                }
                try await follow(live, after: last ?? .min, &writer)
                try await writer.finish(nil)
            })
    }

    private func follow(
        _ live: AsyncStream<Event>, after last: Int64, _ writer: inout any ResponseBodyWriter
    ) async throws {
        let beats = AsyncStream<Event?> { continuation in
            let feed = Task {
                for await event in live { continuation.yield(event) }
                continuation.finish()
            }
            let clock = Task {
                while !Task.isCancelled {
                    try? await Task.sleep(for: Self.heartbeat)
                    continuation.yield(nil)
                }
            }
            continuation.onTermination = { @Sendable _ in
                feed.cancel()
                clock.cancel()
            }
        }
        for await beat in beats {
            guard let event = beat else {
                try await writer.write(ByteBuffer(string: ":\n\n"))
                continue
            }
            if event.id > last, session == nil || event.session == session { try await writer.write(Self.text(event)) }
        }
    }

    private static let gap = ByteBuffer(string: "event: gap\ndata: {}\n\n")

    private static func text(_ event: Event) throws -> ByteBuffer {
        let data = try JSONText.encode(event)
        return ByteBuffer(string: "id: \(event.epoch)-\(event.id)\nevent: \(event.kind)\ndata: \(data)\n\n")
    }
}

extension Optional where Wrapped: Sendable {
    fileprivate func optionalMap<Result>(_ transform: (Wrapped) async throws -> Result) async rethrows -> Result? {
        guard let self else { return nil }
        return try await transform(self)
    }
}
