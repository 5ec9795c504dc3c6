import Dispatch
import Fleet
import HTTPTypes
import Hummingbird
import Model
import NIOCore
import Synchronization
import Transcripts

/// A whole transcript as JSON lines: first the page without its turns, then a line for each turn, as they are read.
///
/// However long it is, only a few batches are in memory: the reader's thread waits until the client has taken them.
struct TurnStream: Sendable {
    private let place: TranscriptPlace

    private static let batch = 256 << 10
    private static let batchesAtOnce = 4

    init(_ place: TranscriptPlace) { self.place = place }

    func response() async throws -> Response {
        // Before the head is sent, so that a transcript that cannot be read is an error as any other.
        var head = try await place.read { try $0.last(1) }
        head.turns = []
        head.hasEarlier = false
        let first = try JSONText.encode(head) + "\n"
        let headers: HTTPFields = [.contentType: "application/x-ndjson", .cacheControl: "no-store"]
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { [place] writer in
                let gate = Gate(places: Self.batchesAtOnce)
                defer { gate.close() }
                try await writer.write(ByteBuffer(string: first))
                for try await lines in Self.read(place, gate) {
                    try await writer.write(ByteBuffer(string: lines))
                    gate.leave()
                }
                try await writer.finish(nil)
            })
    }

    private static func read(_ place: TranscriptPlace, _ gate: Gate) -> AsyncThrowingStream<String, any Error> {
        let (stream, continuation) = AsyncThrowingStream.makeStream(of: String.self)
        DispatchQueue.global().async {
            var lines = ""
            do {
                try Transcript(path: place.path, format: place.format, limits: .whole).each { turn in
                    lines += try JSONText.encode(turn) + "\n"
                    guard lines.utf8.count >= batch else { return }
                    guard gate.enter() else { throw CancellationError() }
                    continuation.yield(lines)
                    lines = ""
                }
                if !lines.isEmpty { continuation.yield(lines) }
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
            }
        }
        return stream
    }

    /// So many batches may be on their way.
    private final class Gate: Sendable {
        private let places: DispatchSemaphore
        private let isClosed = Atomic(false)

        init(places: Int) {
            // One that ends with less than it began with is a crash: so it begins with nothing.
            self.places = DispatchSemaphore(value: 0)
            for _ in 0..<places { self.places.signal() }
        }

        /// Waits for a place; false when nobody reads any more.
        func enter() -> Bool {
            places.wait()
            return !isClosed.load(ordering: .acquiring)
        }

        func leave() { places.signal() }

        func close() {
            isClosed.store(true, ordering: .releasing)
            places.signal()
        }
    }
}
