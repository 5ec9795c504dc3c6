/// The folder in which Claude Code keeps the conversations of a directory (measured, docs/facts.md).
enum ClaudeProjectFolder {
    private static let limit = 200

    /// - Parameter directory: the real path, links resolved.
    static func name(for directory: String) -> String {
        let name = dashed(directory)
        guard name.utf8.count > limit else { return name }
        return name.prefix(limit) + "-" + hash(directory.utf16)
    }

    /// Each UTF-16 unit outside `[A-Za-z0-9]` as a dash.
    static func dashed(_ directory: String) -> String {
        String(decoding: directory.utf16.map { isKept($0) ? $0 : UInt16(UInt8(ascii: "-")) }, as: UTF16.self)
    }

    private static func isKept(_ unit: UInt16) -> Bool {
        switch unit {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }

    /// A 31-based hash over UTF-16 units in 32-bit arithmetic, its magnitude in base 36.
    private static func hash(_ units: String.UTF16View) -> String {
        var hash: Int32 = 0
        for unit in units { hash = hash &* 31 &+ Int32(unit) }
        return String(Int64(hash).magnitude, radix: 36)
    }
}
