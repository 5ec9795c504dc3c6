import Foundation
import Model
import Synchronization
import TestSupport
import Testing
import Transcripts

/// A file that another process cuts, empties and writes anew while it is read: nothing of it is fatal, and what is read
/// when it has come to rest is what stands there.
@Suite struct ShrinkingFileTests {
    private static let rounds = max(40, Fuzz.count / 50)

    @Test(arguments: [TranscriptFormat.claude, .codex])
    func `a file that shrinks while it is read`(_ format: TranscriptFormat) throws {
        let agent = format == .claude ? "claude-2.1.329" : "codex-0.163.0"
        var bytes = try [UInt8](Data(contentsOf: URL(filePath: Records.path(agent, "main"))))
        while bytes.count < 512 << 10 { bytes += bytes }
        let scratch = try Scratch()
        try scratch.write(bytes)
        let whole = try scratch.transcript(format).all(maximumTurns: 100_000)
        let writer = Shrinker(path: scratch.path, bytes: bytes)
        writer.start()
        let scanner = UsageScanner()
        var log = UsageLog()
        var cursor = whole.cursor
        for round in 0..<Self.rounds {
            let transcript = scratch.transcript(format)
            let page =
                switch round % 4 {
                case 0: try transcript.all(maximumTurns: 100_000)
                case 1: try transcript.last(5)
                case 2: try transcript.since(Timestamp(milliseconds: 0))
                default: try transcript.after(cursor)
                }
            cursor = page.cursor
            let offsets = page.turns.map(\.offset)
            #expect(zip(offsets, offsets.dropFirst()).allSatisfy(<), "\(round)")
            log = try scanner.scan(scratch.path, format, from: log).log
            #expect(log.offset <= bytes.count, "\(round)")
            _ = try transcript.lastMessage()
        }
        writer.stop()
        // What is changed further up is not noticed, a shorter file is.
        try scratch.write([])
        log = try scanner.scan(scratch.path, format, from: log).log
        try scratch.write(bytes)
        #expect(try scratch.transcript(format).all(maximumTurns: 100_000).turns == whole.turns)
        let again = try scanner.scan(scratch.path, format, from: log).log
        let fresh = try scanner.scan(scratch.path, format).log
        #expect(again.messages == fresh.messages && again.slots == fresh.slots)
    }
}

/// Cuts a file and writes it anew, until it is told to stop.
private final class Shrinker: Sendable {
    private let path: String
    private let bytes: [UInt8]
    private let isStopped = Mutex(false)
    private let ended = DispatchSemaphore(value: 0)

    init(path: String, bytes: [UInt8]) { (self.path, self.bytes) = (path, bytes) }

    func start() { Thread.detachNewThread { [self] in run() } }

    private func run() {
        let file = open(path, O_WRONLY)
        var random = SplitMix64(seed: 3)
        while file >= 0, !isStopped.withLock({ $0 }) {
            let size = Int.random(in: 0...bytes.count, using: &random)
            ftruncate(file, off_t(size))
            let end = min(bytes.count, size + Int.random(in: 0...400_000, using: &random))
            bytes[size..<end].withUnsafeBytes { _ = pwrite(file, $0.baseAddress, $0.count, off_t(size)) }
        }
        close(file)
        ended.signal()
    }

    func stop() {
        isStopped.withLock { $0 = true }
        ended.wait()
    }
}
