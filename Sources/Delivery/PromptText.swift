package import Model

/// What may be typed into an agent.
package enum PromptText {
    /// Bytes; more would take an agent minutes.
    package static let limit = 1 << 20

    /// The text as it is typed: the line breaks at its end are the Enter that follows.
    package static func trimmed(_ text: String) -> String {
        var bytes = Array(text.utf8)[...]
        while let last = bytes.last, last == 10 || last == 13 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What is pasted: every agent makes a line feed of CR and of CRLF, but Claude 2.1.1 two of CRLF.
    package static func pasted(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var before: UInt8 = 0
        for byte in text.utf8 {
            if byte == 13 { bytes.append(10) } else if byte != 10 || before != 13 { bytes.append(byte) }
            before = byte
        }
        return bytes
    }

    /// Refuses, by name, what a terminal would act on.
    ///
    /// - Throws: `.invalid`.
    package static func check(_ text: String) throws(CcmuxError) {
        guard !trimmed(text).isEmpty else { throw CcmuxError(.invalid, "There is nothing to send.") }
        guard text.utf8.count <= limit else {
            throw CcmuxError(
                .invalid, "The text has \(text.utf8.count) bytes; at most \(limit) can be typed.",
                advice: "Put it into a file, and tell the agent to read that.")
        }
        for scalar in text.unicodeScalars where isControl(scalar) {
            let hex = String(scalar.value, radix: 16, uppercase: true)
            let code = "U+" + String(repeating: "0", count: 4 - hex.count) + hex
            throw CcmuxError(
                .invalid, "The text holds a control character (\(code)), on which a terminal would act.",
                advice: "Take it out; for keys there is: ccmux key NAME KEY…")
        }
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        (scalar.value < 0x20 && !["\n", "\t", "\r"].contains(scalar)) || (0x7F...0x9F).contains(scalar.value)
    }
}
