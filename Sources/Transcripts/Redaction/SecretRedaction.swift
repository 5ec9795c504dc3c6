/// Takes secrets out of texts that leave the machine, and counts what it took.
///
/// Secrets are known by their shape alone, so what looks like nothing (a password in prose) stays. It errs on the side
/// of hiding. Each byte is looked at a bounded number of times, whatever the text is.
package struct SecretRedaction: Sendable {
    /// How many of each shape were hidden.
    package private(set) var counts: [SecretShape: Int] = [:]

    package init() {}

    package var total: Int { counts.values.reduce(0, +) }

    /// `text` with a mark in the place of every secret. A text that was redacted already stays as it is.
    package mutating func apply(_ text: String) -> String {
        var scan = SecretScan(Array(text.utf8))
        guard scan.walk() else { return text }
        for shape in scan.found { counts[shape, default: 0] += 1 }
        return String(decoding: scan.output, as: UTF8.self)
    }
}
