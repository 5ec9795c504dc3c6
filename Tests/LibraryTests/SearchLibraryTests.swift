import Foundation
import GRDB
import Logging
import Model
import Platform
import TestSupport
import Testing
import Transcripts

@testable import Library

@Suite struct SearchLibraryTests {
    private static let now = Timestamp(rfc3339: "2026-11-21T12:00:00Z") ?? Timestamp(milliseconds: 0)

    /// A folder of transcripts and an index of it.
    private final class Place {
        let root = "/tmp/ccmux-search-\(UInt64.random(in: .min ... .max))"

        init() throws { try Files.makeFolder(root + "/projects/-w") }

        deinit { try? FileManager.default.removeItem(atPath: root) }

        func library() throws -> SearchLibrary {
            try SearchLibrary(
                database: LibraryDatabase(path: root + "/index.db"), settings: SearchSettings(),
                roots: { [root] in [TranscriptRoot(path: root + "/projects", format: .claude)] },
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        }

        func path(_ number: Int) -> String { "\(root)/projects/-w/\(Self.uuid(number)).jsonl" }

        static func uuid(_ number: Int) -> String { "00000000-0000-4000-8000-\(String(100_000_000_000 + number))" }

        static func said(
            _ text: String, _ role: String = "assistant", in number: Int = 1, at time: String = "10:00:00",
            directory: String = "/w"
        ) -> String {
            #"{"type":"\#(role)","sessionId":"\#(uuid(number))","cwd":"\#(directory)","#
                + #""timestamp":"2026-11-21T\#(time).000Z","message":{"content":[{"type":"text","text":"\#(text)"}]}}"#
                + "\n"
        }

        func write(_ number: Int, _ text: String) throws {
            try Files.replace(path(number), with: Array(text.utf8), durable: false)
        }

        func append(_ number: Int, _ text: String) throws {
            let handle = try #require(FileHandle(forWritingAtPath: path(number)))
            try handle.seekToEnd()
            try handle.write(contentsOf: Data(text.utf8))
            try handle.close()
        }
    }

    private func texts(_ library: SearchLibrary, _ query: String, _ change: (inout SearchRequest) -> Void = { _ in })
        throws -> [String]
    {
        var request = SearchRequest(query: query)
        change(&request)
        return try library.find(request, now: Self.now).hits.map { SearchText.plain($0.snippet) }
    }

    @Test func `What was said is found, with its place`() async throws {
        let place = try Place()
        let first = Place.said("The daemon keeps the fleet alive")
        try place.write(1, first + Place.said("Größe of the FLEET", "user", at: "11:00:00"))
        let library = try place.library()
        try await library.catchUp()
        let page = try library.find(SearchRequest(query: "fleet"), now: Self.now)
        #expect(page.matches == 2 && !page.isPartial && page.behind == nil)
        let hit = try #require(page.hits.first)
        #expect(hit.role == .user && hit.offset == first.utf8.count && hit.conversation == Place.uuid(1))
        #expect(hit.directory == "/w" && hit.path == place.path(1))
        #expect(hit.at?.rfc3339 == "2026-11-21T11:00:00.000Z")
        #expect(hit.snippet == [SearchPiece("Größe of the "), SearchPiece("FLEET", hit: true)])
        #expect(try texts(library, "grosse").isEmpty)
        #expect(try texts(library, "größe").count == 1)
        #expect(try texts(library, "grOße").count == 1)
        #expect(try texts(library, "\"keeps the fleet\"").count == 1)
        #expect(try texts(library, "\"keeps fleet\"").isEmpty)
        #expect(try texts(library, "dae*").count == 1)
        #expect(try texts(library, "fleet -daemon").count == 1)
        #expect(try texts(library, "ruser").isEmpty)
    }

    @Test func `Only what was asked for is found`() async throws {
        let place = try Place()
        try place.write(1, Place.said("plum a", in: 1, at: "08:00:00", directory: "/w/api"))
        try place.write(2, Place.said("plum b", "user", in: 2, at: "09:00:00", directory: "/w/api/x"))
        try place.write(3, Place.said("plum c", in: 3, at: "10:00:00", directory: "/w/apix"))
        let library = try place.library()
        try await library.catchUp()
        #expect(try texts(library, "plum") { $0.role = .user } == ["plum b"])
        #expect(try texts(library, "plum") { $0.conversation = ConversationID(Place.uuid(3)) } == ["plum c"])
        #expect(try texts(library, "plum") { $0.conversation = ConversationID(Place.uuid(4)) }.isEmpty)
        #expect(try Set(texts(library, "plum") { $0.directory = "/w/api" }) == ["plum a", "plum b"])
        #expect(try texts(library, "plum") { $0.directory = "/nowhere" }.isEmpty)
        let nine = Timestamp(rfc3339: "2026-11-21T09:00:00Z")
        #expect(try Set(texts(library, "plum") { $0.since = nine }) == ["plum b", "plum c"])
        #expect(try Set(texts(library, "plum") { $0.until = nine }) == ["plum a", "plum b"])
        #expect(try texts(library, "plum") { $0.limit = 1 }.count == 1)
    }

    @Test func `Only whole lines are taken, and the rest when it is there`() async throws {
        let place = try Place()
        let next = Place.said("second plum", at: "10:01:00")
        try place.write(1, Place.said("first plum") + next.prefix(40))
        let library = try place.library()
        try await library.catchUp()
        #expect(try texts(library, "plum") == ["first plum"])
        #expect(await library.status().filesDone == 1)
        try place.append(1, String(next.dropFirst(40)))
        await library.refresh([(place.path(1), .claude)], within: 10)
        #expect(try texts(library, "plum") == ["second plum", "first plum"])
        // Nothing is taken twice, by whomever.
        try await library.catchUp()
        try await place.library().catchUp()
        #expect(try texts(library, "plum").count == 2)
        #expect(await library.status().texts == 2)
    }

    @Test func `A file that was cut, replaced or written anew is read anew`() async throws {
        let place = try Place()
        try place.write(1, Place.said("first plum") + Place.said("second plum", at: "10:01:00"))
        let library = try place.library()
        try await library.catchUp()
        try place.write(1, Place.said("third plum"))
        try await library.catchUp()
        #expect(try texts(library, "plum") == ["third plum"])
        // The same file, longer, with another content.
        let handle = try #require(FileHandle(forWritingAtPath: place.path(1)))
        try handle.write(contentsOf: Data((Place.said("fourth plum") + Place.said("and more")).utf8))
        try handle.close()
        await library.refresh([(place.path(1), .claude)], within: 10)
        #expect(try texts(library, "plum") == ["fourth plum"])
        try handleTruncate(place.path(1))
        try await library.catchUp()
        #expect(try texts(library, "plum").isEmpty)
        try isSound(library)
    }

    private func handleTruncate(_ path: String) throws {
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.truncate(atOffset: 0)
        try handle.close()
    }

    @Test func `A deleted one leaves the index, in whatever pieces`() async throws {
        let place = try Place()
        try place.write(1, (0..<2500).map { Place.said("plum \($0)", at: "10:00:00") }.joined())
        try place.write(2, Place.said("plum stays", in: 2))
        let library = try place.library()
        try await library.catchUp()
        #expect(await library.status().texts == 2501)
        try FileManager.default.removeItem(atPath: place.path(1))
        let before = try SearchWriter(database: library.database).load().files.first { $0.path == place.path(1) }
        // As if the daemon had died after the first piece.
        let removed = try SearchWriter(database: library.database).remove(#require(before))
        #expect(!removed.isGone)
        let next = try place.library()
        try await next.catchUp()
        #expect(try texts(next, "plum") == ["plum stays"])
        #expect(await next.status().texts == 1)
        try isSound(next)
    }

    @Test func `More texts in a second than there are ids for it are all there`() async throws {
        let place = try Place()
        try place.write(1, (0..<3000).map { Place.said("plum \($0)") }.joined() + Place.said("p", at: "10:00:01"))
        let library = try place.library()
        try await library.catchUp()
        try place.append(1, Place.said("plum late"))
        try await library.catchUp()
        #expect(await library.status().texts == 3002)
        #expect(try texts(library, "plum") { $0.limit = 1 }.count == 1)
        let page = try library.find(SearchRequest(query: "plum"), now: Self.now)
        #expect(page.isPartial && page.matches == SearchLibrary.ranked)
    }

    @Test func `A far too long line is passed over`() async throws {
        let place = try Place()
        let long = Place.said(String(repeating: "plum ", count: 4 << 20))
        try place.write(1, Place.said("plum before") + long + Place.said("plum after", at: "10:02:00"))
        let library = try place.library()
        try await library.catchUp()
        #expect(try texts(library, "plum") == ["plum after", "plum before"])
        #expect(await library.status().longLines == 1)
        // One that is being written is waited for.
        try place.write(2, String(long.dropLast(10)))
        try await library.catchUp()
        #expect(await library.status().filesDone == 2)
        try place.append(2, String(long.suffix(10)) + Place.said("plum late", in: 2, at: "10:03:00"))
        try await library.catchUp()
        #expect(try texts(library, "late") == ["plum late"])
    }

    @Test func `The same text in forks is one hit`() async throws {
        let place = try Place()
        for number in 1...3 { try place.write(number, Place.said("plum", in: number)) }
        try place.write(4, Place.said("plum", in: 4, at: "07:00:00"))
        let library = try place.library()
        try await library.catchUp()
        #expect(try texts(library, "plum").count == 2)
    }

    @Test func `What is unreadable is told, and the rest is there`() async throws {
        let place = try Place()
        try place.write(1, Place.said("plum"))
        try place.write(2, "\u{0}\u{0}{not json\n[1,2]\n\"x\"\n" + Place.said("plum b", at: "10:05:00"))
        try Files.makeFolder(place.path(3))
        symlink(place.root + "/projects", place.root + "/projects/-w/loop")
        let library = try place.library()
        try await library.catchUp()
        #expect(try texts(library, "plum").count == 2)
    }

    @Test func `Thrown away, it is made anew`() async throws {
        let place = try Place()
        try place.write(1, Place.said("plum"))
        let library = try place.library()
        try await library.catchUp()
        try await library.rebuild()
        #expect(try texts(library, "plum").isEmpty)
        #expect(try library.find(SearchRequest(query: "plum"), now: Self.now).behind?.files == 1)
        try await library.catchUp()
        #expect(try texts(library, "plum") == ["plum"])
    }

    @Test func `The index of words agrees with the texts, whatever happens to the files`() async throws {
        let place = try Place()
        var random = SplitMix64(seed: 20_261_122)
        var library = try place.library()
        var expected: [Int: [String]] = [:]
        for step in 0..<60 {
            let number = Int.random(in: 1...4, using: &random)
            let text = "plum w\(step) x\(Int.random(in: 0..<5, using: &random))"
            let line = Place.said(text, in: number, at: "10:00:\(10 + step % 50)")
            switch Int.random(in: 0..<6, using: &random) {
            case 0:
                try? FileManager.default.removeItem(atPath: place.path(number))
                expected[number] = nil
            case 1:
                try place.write(number, line)
                expected[number] = [text]
            case 2: library = try place.library()
            default:
                if expected[number] == nil { try place.write(number, "") }
                try place.append(number, line)
                expected[number, default: []].append(text)
            }
            try await library.catchUp()
            let found = try texts(library, "plum") { $0.limit = 200 }
            #expect(found.sorted() == expected.values.joined().sorted())
        }
        try isSound(library)
    }

    /// FTS5 compares its index with the texts.
    private func isSound(_ library: SearchLibrary) throws {
        try library.database.write("check") { db in
            try db.execute(sql: "INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)")
        }
    }
}

extension SearchText {
    fileprivate static func plain(_ pieces: [SearchPiece]) -> String { pieces.map(\.text).joined() }
}
