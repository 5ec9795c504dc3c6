extension ScreenRow {
    /// Puts `?` for each byte that is no text: no UTF-8, or a control character, which would act on the terminal of whoever
    /// reads the evidence. Offsets stay.
    static func repair(_ bytes: inout [UInt8]) {
        bytes.withUnsafeMutableBufferPointer { bytes in
            var at = 0
            while at < bytes.count {
                let byte = bytes[at]
                if byte >= 0x20, byte < 0x7F {
                    at += 1
                } else if let length = length(UnsafeBufferPointer(rebasing: bytes[at...])) {
                    at += length
                } else {
                    bytes[at] = UInt8(ascii: "?")
                    at += 1
                }
            }
        }
    }

    /// Bytes of the scalar at the beginning, beyond ASCII; nil where there is none, or a control character.
    private static func length(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        let first = bytes[0]
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard first >= 0xC2, first <= 0xF4, bytes.count >= length else { return nil }
        for index in 1..<length where bytes[index] & 0xC0 != 0x80 { return nil }
        switch first {
        // Control characters, then the long forms, surrogates and what is beyond Unicode.
        case 0xC2 where bytes[1] < 0xA0, 0xE0 where bytes[1] < 0xA0, 0xED where bytes[1] >= 0xA0,
            0xF0 where bytes[1] < 0x90, 0xF4 where bytes[1] >= 0x90:
            return nil
        default: return length
        }
    }
}
