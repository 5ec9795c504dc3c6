import Fleet
import Testing

@Suite struct ScreenEchoTests {
    private static func lines(_ text: [String]) -> [[UInt8]] { text.map { Array($0.utf8) } }

    @Test(arguments: [
        ("hello", ["> hello"], 1),
        ("hello", ["> hello", "ack: hello"], 2),
        ("hello there", ["> hello", "  there"], 1),
        ("a long text whose end is looked for", ["> a long text whose end is", "  looked", "  for"], 1),
        ("hello", ["> hell"], 0),
        ("é🍑", ["> é🍑 "], 1),
        ("  ", ["    "], 0),
        ("hello", [], 0),
    ])
    func `the end of a text is found on a screen however it is wrapped`(text: String, rows: [String], count: Int) {
        #expect(ScreenEcho(of: text).count(in: Self.lines(rows)) == count)
    }
}
