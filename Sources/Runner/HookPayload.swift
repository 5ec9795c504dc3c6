/// What an agent hands to a hook may hold a whole file that it wants to write. The daemon shows a few lines of it at
/// most, and the agent waits for the hook: so long texts are cut before anything else is done with them.
enum HookPayload {
    /// Bytes up to which a payload stays as it is.
    private static let limit = 65_536
    /// Bytes that are kept of a text in a larger one.
    private static let textLimit = 8192

    /// The same JSON with its long strings cut; what is no JSON comes out as some bytes.
    static func shortened(_ payload: [UInt8]) -> [UInt8] {
        guard payload.count > limit else { return payload }
        var result: [UInt8] = []
        result.reserveCapacity(limit)
        payload.withUnsafeBufferPointer { bytes in
            var index = 0
            while index < bytes.count {
                result.append(bytes[index])
                index += 1
                if bytes[index - 1] == UInt8(ascii: "\"") { index = copyText(bytes, from: index, to: &result) }
            }
        }
        return result
    }

    /// Copies the string that begins at `start`, its closing quote included; the index after it.
    private static func copyText(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to result: inout [UInt8]
    ) -> Int {
        var index = start
        /// Where the text may be cut: before a character, and not between the halves of one that is written as two.
        var cut = start
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            if index - start <= textLimit, isBeginning(bytes, index) { cut = index }
            index += length(bytes, index)
        }
        index = min(index, bytes.count)
        result += bytes[start..<(index - start <= textLimit ? index : cut)]
        guard index < bytes.count else { return index }
        result.append(UInt8(ascii: "\""))
        return index + 1
    }

    /// Of a byte, or of an escape: `\n`, `\u00e9`.
    private static func length(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int {
        guard bytes[index] == UInt8(ascii: "\\") else { return 1 }
        return index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "u") ? 6 : 2
    }

    private static func isBeginning(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        if bytes[index] & 0xC0 == 0x80 { return false }
        // The second half is `\udc00` to `\udfff`.
        guard bytes[index] == UInt8(ascii: "\\"), index + 3 < bytes.count, bytes[index + 1] == UInt8(ascii: "u"),
            bytes[index + 2] | 0x20 == UInt8(ascii: "d")
        else { return true }
        return !(UInt8(ascii: "c")...UInt8(ascii: "f")).contains(bytes[index + 3] | 0x20)
    }
}
