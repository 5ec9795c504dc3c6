import Testing

@testable import Updates

@Suite struct HexTextTests {
    @Test func `every byte is written and read back`() {
        let all = Array(UInt8.min...UInt8.max)
        #expect(HexText.bytes(HexText.of(all)) == all)
        #expect(HexText.of([0, 9, 10, 255]) == "00090aff")
        #expect(HexText.bytes("00090AFF") == [0, 9, 10, 255])
    }

    @Test(arguments: ["0", "0g", "é0", "0x", " 0", "-1"]) func `what is no pairs of digits is refused`(text: String) {
        #expect(HexText.bytes(text) == nil)
    }
}
