import Model
import Testing

@testable import DemoAgent

@Suite struct KeyDecoderTests {
    static let table: [(bytes: String, keys: [Key])] = [
        ("a", [.text("a")]),
        ("héllo 漢🙂", [.text("héllo 漢🙂")]),
        ("\r", [.enter]),
        ("\n", [.newline]),
        ("\u{1B}\r", [.newline]),
        ("\u{7F}\u{08}", [.backspace, .backspace]),
        ("\u{1}\u{3}\u{15}\u{1A}", [.control("a"), .control("c"), .control("u"), .control("z")]),
        ("\u{1B}[A\u{1B}OB\u{1B}[C\u{1B}[D", [.up, .down, .right, .left]),
        ("\u{1B}[H\u{1B}[4~\u{1B}[3~", [.home, .end, .delete]),
        ("\u{1B}[1;5Cx", [.text("x")]),
        ("\u{1B}[200~two\rlines\r\nand\u{1B}[A\u{1B}[201~b", [.paste("two\nlines\nand\u{1B}[A"), .text("b")]),
        ("\u{1B}[200~\u{1B}\u{1B}[201~", [.paste("\u{1B}")]),
        ("\u{1B}[200~\u{1B}[201\u{1B}[201~", [.paste("\u{1B}[201")]),
        ("\u{1B}[200~\u{1B}[201~", [.paste("")]),
    ]

    @Test("Bytes mean the same keys wherever they are split", arguments: table)
    func splitAnywhere(bytes: String, keys: [Key]) {
        let all = Array(bytes.utf8)
        for cut in 0...all.count {
            var decoder = KeyDecoder()
            let seen = decoder.feed(all[..<cut]) + decoder.feed(all[cut...])
            #expect(Self.joined(seen) == keys, "cut at \(cut)")
        }
        var single = KeyDecoder()
        let seen = all.flatMap { single.feed([$0]) }
        #expect(Self.joined(seen) == keys)
    }

    @Test func anEscapeAloneIsAKeyOnceNothingFollows() {
        var decoder = KeyDecoder()
        let keys1 = decoder.feed([0x1B])
        #expect(keys1 == [])
        #expect(decoder.isHoldingEscape)
        let keys2 = decoder.flush()
        #expect(keys2 == [.escape])
        #expect(!decoder.isHoldingEscape)
    }

    @Test func aPasteIsNeverCutShortByWaiting() {
        var decoder = KeyDecoder()
        _ = decoder.feed(Array("\u{1B}[200~abc\u{1B}".utf8))
        #expect(!decoder.isHoldingEscape)
        let keys3 = decoder.flush()
        #expect(keys3 == [])
        let keys4 = decoder.feed(Array("[201~".utf8))
        #expect(keys4 == [.paste("abc")])
    }

    @Test func brokenUTF8IsReplacedAndTheNextKeySurvives() {
        var decoder = KeyDecoder()
        let keys5 = decoder.feed([0xE6, 0xBC, 0x61])
        #expect(keys5 == [.text("\u{FFFD}a")])
        let keys6 = decoder.feed([0xFF, 0x62])
        #expect(keys6 == [.text("\u{FFFD}b")])
    }

    @Test func anEndlessSequenceIsGivenUp() {
        var decoder = KeyDecoder()
        _ = decoder.feed(Array("\u{1B}[".utf8) + Array(repeating: UInt8(ascii: "1"), count: 40))
        #expect(!decoder.isHoldingEscape)
    }

    @Test func aHugePasteIsBoundedAndStillEnds() {
        var decoder = KeyDecoder()
        _ = decoder.feed(Array("\u{1B}[200~".utf8))
        _ = decoder.feed(repeatElement(UInt8(ascii: "x"), count: KeyDecoder.pasteLimit + 100))
        let keys = decoder.feed(Array("\u{1B}[201~".utf8))
        guard case .paste(let text)? = keys.first else { return #expect(Bool(false), "no paste") }
        #expect(text.utf8.count == KeyDecoder.pasteLimit)
    }

    private static func joined(_ keys: [Key]) -> [Key] {
        keys.reduce(into: []) { result, key in
            if case .text(let more) = key, case .text(let text)? = result.last {
                result[result.count - 1] = .text(text + more)
            } else {
                result.append(key)
            }
        }
    }
}
