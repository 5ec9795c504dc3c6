/// What is seen of a text in an agent's composer.
package struct ScreenEcho: Sendable {
    private let tail: [UInt8]
    private static let length = 16

    package init(of text: String) {
        tail = Array(text.utf8.filter { $0 > 0x20 }.suffix(Self.length))
    }

    /// How often the end of the text stands on the screen. Rows are taken together, since the composer wraps.
    package func count(in lines: [[UInt8]]) -> Int {
        guard let last = tail.last else { return 0 }
        var seen: [UInt8] = []
        var count = 0
        for byte in lines.joined() where byte > 0x20 {
            seen.append(byte)
            if byte == last, seen.suffix(tail.count).elementsEqual(tail) { count += 1 }
        }
        return count
    }
}
