import Model
import Testing

@testable import Updates

@Suite struct TarReaderTests {
    /// One entry as tar writes it.
    static func entry(
        _ path: String, _ content: String = "", kind: Character = "0", mode: String = "0000644", size: String? = nil,
        prefix: String = "", sum: String? = nil
    ) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at offset: Int) {
            for (index, byte) in text.utf8.enumerated() { block[offset + index] = byte }
        }
        put(path, at: 0)
        put(mode, at: 100)
        put(size ?? String(content.utf8.count, radix: 8).leftPadded(11), at: 124)
        put(String(kind), at: 156)
        put("ustar\u{0}00", at: 257)
        put(prefix, at: 345)
        put("        ", at: 148)
        let total = block.reduce(0) { $0 + Int($1) }
        put(sum ?? String(total, radix: 8).leftPadded(6) + "\u{0} ", at: 148)
        let body = Array(content.utf8)
        return block + body + [UInt8](repeating: 0, count: (512 - body.count % 512) % 512)
    }

    static let end = [UInt8](repeating: 0, count: 1024)

    /// `path=content` of each file, folders with a slash; or the reason of a refusal.
    static func read(_ archive: [UInt8], step: Int = 4096, limits: TarReader.Limits = .init()) -> [String] {
        var reader = TarReader(limits: limits)
        var found: [String] = []
        do throws(CcmuxError) {
            var rest = archive[...]
            while !rest.isEmpty {
                try reader.feed(rest.prefix(step)) { (item) throws(CcmuxError) in
                    switch item {
                    case .folder(let path): found.append(path + "/")
                    case .file(let path, let isExecutable): found.append(path + (isExecutable ? "*=" : "="))
                    case .data(let bytes): found[found.count - 1] += String(decoding: bytes, as: UTF8.self)
                    case .endOfFile: break
                    }
                }
                rest = rest.dropFirst(step)
            }
            try reader.finish()
            return found
        } catch {
            return [error.message]
        }
    }

    @Test(arguments: [1, 7, 511, 512, 513, 100_000])
    func `files and folders come out, however the bytes come in`(step: Int) {
        let long = String(repeating: "x", count: 1000)
        let archive =
            Self.entry("./", kind: "5") + Self.entry("a/", kind: "5") + Self.entry("a/b", "hello", mode: "0000755")
            + Self.entry("a/empty") + Self.entry("c", long) + Self.entry("d", "prefixed", prefix: "deep/er") + Self.end
        #expect(Self.read(archive, step: step) == ["a/", "a/b*=hello", "a/empty=", "c=" + long, "deep/er/d=prefixed"])
    }

    @Test func `long names come in extended headers`() {
        let path = "a/" + String(repeating: "n", count: 200)
        let record = "\(7 + path.utf8.count + 3) path=\(path)\n"
        #expect(record.utf8.count == 7 + path.utf8.count + 3)
        let posix = Self.entry("PaxHeader", record, kind: "x") + Self.entry("short", "1")
        let gnu = Self.entry("././@LongLink", path + "2\u{0}", kind: "L") + Self.entry("short", "2")
        let global = Self.entry("g", "19 comment=abcdefg\n", kind: "g")
        #expect(Self.read(global + posix + gnu + Self.end) == [path + "=1", path + "2=2"])
    }

    static let refused: [(what: String, archive: [UInt8], reason: String)] = [
        ("a link", entry("a", kind: "2") + end, "a link"), ("a hard link", entry("a", kind: "1") + end, "a link"),
        ("a device", entry("a", kind: "3") + end, "no file and no folder"),
        ("a pipe", entry("a", kind: "6") + end, "no file and no folder"),
        ("a sparse file", entry("a", kind: "S") + end, "no file and no folder"),
        ("an absolute path", entry("/etc/passwd", "x") + end, "must not have"),
        ("a way out", entry("a/../../b", "x") + end, "must not have"), ("..", entry("..", kind: "5") + end, "must not"),
        ("a way out in a prefix", entry("b", "x", prefix: "..") + end, "must not have"),
        (
            "a way out in an extended header", entry("p", "13 path=../x\n", kind: "x") + entry("a", "x") + end,
            "must not"
        ),
        ("a control character", entry("a\u{1b}[2J", "x") + end, "must not have"),
        ("a path twice", entry("a", "x") + entry("a", "y") + end, "twice"),
        ("a path twice but for its case", entry("a", "x") + entry("A", "y") + end, "twice"),
        ("a file as a folder", entry("a", "x") + entry("a/b", "y") + end, "through a file"),
        ("a folder as a file", entry("a/b", "y") + entry("a", "x") + end, "twice"),
        ("a cut", Array((entry("a", "hello") + end).prefix(600)), "cut off"), ("no end", entry("a", "x"), "cut off"),
        ("half an end", entry("a", "x") + Array(end.prefix(512)), "cut off"), ("nothing", [], "cut off"),
        ("only an end", end, "no files"), ("more behind the end", entry("a", "x") + end + entry("b"), "behind its end"),
        ("a wrong sum", entry("a", "x", sum: "0000001") + end, "damaged"),
        ("no archive", Array("<html>".utf8) + [UInt8](repeating: 32, count: 2000), "not a tape archive"),
        ("a size that is no number", entry("a", size: "zz") + end, "cannot be read"),
        ("a huge size", entry("a", size: "77777777777") + end, "MiB"),
        ("a huge extended header", entry("p", kind: "x", size: "00010000000") + end, "extended header"),
        ("an extended header of nonsense", entry("p", "99 path=x\n", kind: "x") + entry("a") + end, "cannot be read"),
        ("an extended size of nonsense", entry("p", "11 size=-1\n", kind: "x") + entry("a") + end, "cannot be read"),
        ("a folder with content", entry("a/", "x", kind: "5") + end, "content"),
    ]

    @Test(arguments: refused.indices) func `what no bundle has is refused`(index: Int) {
        let test = Self.refused[index]
        let said = Self.read(test.archive)
        #expect(said.count == 1 && said[0].contains(test.reason), "\(test.what): \(said)")
    }

    @Test func `too many files and too much content are refused`() {
        var limits = TarReader.Limits()
        limits.entries = 3
        let four = (1...4).flatMap { Self.entry("f\($0)") } + Self.end
        #expect(Self.read(four, limits: limits)[0].contains("more than 3 files"))
        limits = .init()
        limits.size = 10
        #expect(Self.read(Self.entry("a", "123456") + Self.entry("b", "12345") + Self.end, limits: limits).count == 1)
    }

    @Test func `altered archives are refused or read, and never lead out`() {
        var random = SplitMix(state: 7)
        let good = Self.entry("a/", kind: "5") + Self.entry("a/b", "hello") + Self.entry("c", "world") + Self.end
        for _ in 0..<3000 {
            var archive = good
            for _ in 0...Int.random(in: 0...3, using: &random) {
                let index = Int.random(in: 0..<archive.count, using: &random)
                archive[index] = UInt8.random(in: .min ... .max, using: &random)
            }
            for item in Self.read(archive, step: Int.random(in: 1...900, using: &random)) {
                let path = item.prefix { $0 != "=" }
                if !item.hasPrefix("The bundle") { #expect(!path.contains("..") && !path.hasPrefix("/")) }
            }
        }
    }
}

struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}

extension String {
    fileprivate func leftPadded(_ width: Int) -> String {
        String(repeating: "0", count: Swift.max(0, width - count)) + self
    }
}
