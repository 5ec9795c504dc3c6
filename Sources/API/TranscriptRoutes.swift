import Fleet
import HTTPTypes
import Hummingbird
import Model
import NIOCore
import NIOPosix
import Platform
import ServiceLifecycle
import Transcripts

extension TranscriptPage: ResponseEncodable {}

/// `/v1/transcripts/{WORD}`: what was said in a conversation.
struct TranscriptRoutes {
    let fleet: Fleet

    func add(to router: some RouterMethods<APIContext>) {
        router.get("transcripts/:word") { [self] request, context -> Response in
            guard let word = PercentDecoding.decode(try context.parameters.require("word")), !word.isEmpty else {
                throw CcmuxError(.invalid, "What is to be read is not percent-encoded text.")
            }
            let query = request.uri.queryParameters
            let wanted = try TranscriptRequest { query[Substring($0)].map(String.init) }
            let place = try await fleet.transcriptPlace(of: word)
            if wanted.part == .whole { return try await TurnStream(place).response() }
            let page = try await page(word, place, wanted.part)
            return try page.response(from: request, context: context)
        }
    }

    private func page(
        _ word: String, _ place: TranscriptPlace, _ part: TranscriptRequest.Part
    ) async throws -> TranscriptPage {
        switch part {
        case .tail(let turns): try await place.read { try $0.last(turns) }
        case .since(let moment): try await place.read { try $0.since(moment) }
        case .at(let offset): try await place.read { try $0.at(offset) }
        case .after(let cursor, let wait): try await next(word, place, cursor, wait: wait)
        case .whole: throw CcmuxError(.invalid, "A whole transcript is no page.")
        }
    }

    /// Milliseconds between two looks at a file that is waited for.
    private static let pause = 20
    /// Looks after which it is asked again which transcript the word means: an agent may have gone on in another one.
    private static let looksAtOnePlace = 50

    /// What is new since `cursor`, as soon as there is something; a page without turns when the time is over.
    private func next(
        _ word: String, _ place: TranscriptPlace, _ cursor: String, wait: Double
    ) async throws -> TranscriptPage {
        let deadline = ContinuousClock.now + .seconds(wait)
        var place = place
        var stamp = Files.stamp(of: place.path)
        var page = try await place.read { try $0.after(cursor) }
        var looks = 0
        while page.cursor == cursor, ContinuousClock.now < deadline, !Task.isShuttingDownGracefully {
            try await Task.sleep(for: .milliseconds(Self.pause))
            looks += 1
            var isOther = false
            if looks % Self.looksAtOnePlace == 0, let now = try? await fleet.transcriptPlace(of: word) {
                isOther = now.path != place.path
                place = now
            }
            // Between the old file and the one that replaces it there may be none.
            let present = Files.stamp(of: place.path)
            guard isOther || (present != nil && present != stamp) else { continue }
            stamp = present
            page = try await place.read { try $0.after(cursor) }
        }
        return page
    }
}

extension TranscriptPlace {
    /// Reads on a thread that may wait for the disk.
    func read(
        _ body: @escaping @Sendable (Transcript) throws -> TranscriptPage
    ) async throws -> TranscriptPage {
        let transcript = Transcript(path: path, format: format)
        var page = try await NIOThreadPool.singleton.runIfActive { try body(transcript) }
        complete(&page.source)
        page.shorten(toBytes: Self.mostBytes)
        return page
    }

    /// Of texts in one answer. Escaped as JSON they can be several times as many.
    private static let mostBytes = 8 << 20
}

extension TranscriptPage {
    /// Leaves out turns from the beginning until the texts of the rest are small enough; the last turn stays.
    package mutating func shorten(toBytes limit: Int) {
        var bytes = 0
        guard let last = turns.indices.last else { return }
        for index in turns.indices.reversed() {
            bytes += turns[index].textBytes
            guard bytes > limit, index != last else { continue }
            turns.removeFirst(index + 1)
            hasEarlier = true
            return
        }
    }
}

extension TranscriptTurn {
    fileprivate var textBytes: Int {
        items.reduce(100) { sum, item in
            sum + 200 + item.text.utf8.count + (item.tool?.input?.utf8.count ?? 0)
                + (item.tool?.result?.utf8.count ?? 0)
        }
    }
}
