/// A version of ccmux: `MAJOR.MINOR.PATCH`, or `MAJOR.MINOR.PATCH-PRE` for what comes before it.
///
/// Written and ordered as Semantic Versioning 2.0.0 says, without its build metadata. The text is safe as the name of
/// a folder: digits, ASCII letters, `.` and `-`.
package struct ReleaseVersion: Sendable {
    package let major: UInt32
    package let minor: UInt32
    package let patch: UInt32
    /// The identifiers behind the dash, `["rc", "1"]`; empty for a version that is out.
    package let pre: [String]

    private static let longest = 64

    /// Nil unless `text` is a version to the letter: no blanks, no `v`, no leading zeros, 64 characters at most.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.count <= Self.longest, text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let numbers = parts[0].split(separator: ".", omittingEmptySubsequences: false).map { Self.number($0) }
        guard numbers.count == 3, let major = numbers[0], let minor = numbers[1], let patch = numbers[2] else {
            return nil
        }
        var pre: [String] = []
        if parts.count == 2 {
            for part in parts[1].split(separator: ".", omittingEmptySubsequences: false) {
                guard Self.isIdentifier(part) else { return nil }
                pre.append(String(part))
            }
        }
        (self.major, self.minor, self.patch, self.pre) = (major, minor, patch, pre)
    }

    private static func number(_ text: some StringProtocol) -> UInt32? {
        guard !text.isEmpty, text.utf8.count <= 9, isDigits(text),
            text.utf8.count == 1 || text.utf8.first != UInt8(ascii: "0")
        else { return nil }
        return UInt32(text)
    }

    private static func isDigits(_ text: some StringProtocol) -> Bool {
        text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    private static func isIdentifier(_ text: some StringProtocol) -> Bool {
        guard !text.isEmpty else { return false }
        if isDigits(text) { return number(text) != nil }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
    }
}

extension ReleaseVersion: CustomStringConvertible {
    package var description: String {
        "\(major).\(minor).\(patch)" + (pre.isEmpty ? "" : "-" + pre.joined(separator: "."))
    }
}

extension ReleaseVersion: Comparable, Hashable {
    package static func < (one: Self, other: Self) -> Bool {
        let numbers = (one.major, one.minor, one.patch)
        let others = (other.major, other.minor, other.patch)
        if numbers != others { return numbers < others }
        // What comes before a version is older than it; then identifier by identifier, and the shorter first.
        if one.pre.isEmpty || other.pre.isEmpty { return !one.pre.isEmpty && other.pre.isEmpty }
        for (left, right) in zip(one.pre, other.pre) where left != right { return isBefore(left, right) }
        return one.pre.count < other.pre.count
    }

    /// Numbers by their value and before letters, letters by their ASCII codes.
    private static func isBefore(_ left: String, _ right: String) -> Bool {
        switch (UInt32(left), UInt32(right)) {
        case (let left?, let right?): left < right
        case (_?, nil): true
        case (nil, _?): false
        case (nil, nil): left.utf8.lexicographicallyPrecedes(right.utf8)
        }
    }
}
