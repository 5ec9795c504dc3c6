/// The folder in which Claude Code keeps the conversations of a directory (measured, docs/facts.md).
enum ClaudeProjectFolder {
    private static let limit = 200

    /// - Parameter directory: the real path, links resolved.
    static func name(for directory: String) -> String {
        let units = Array(directory.utf16)
        let mapped = String(decoding: units.map { isKept($0) ? $0 : UInt16(UInt8(ascii: "-")) }, as: UTF16.self)
        guard units.count > limit else { return mapped }
        return mapped.prefix(limit) + "-" + hash(units)
    }

    private static func isKept(_ unit: UInt16) -> Bool {
        switch unit {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }

    /// A 31-based hash over UTF-16 units in 32-bit arithmetic, its magnitude in base 36.
    private static func hash(_ units: [UInt16]) -> String {
        var hash: Int32 = 0
        for unit in units { hash = hash &* 31 &+ Int32(unit) }
        return String(Int64(hash).magnitude, radix: 36)
    }
}
