/// A version of git, as far as it matters here.
package struct GitVersion: Sendable, Hashable, Comparable {
    package var major: Int
    package var minor: Int

    package init(_ major: Int, _ minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// From `git version 2.39.5 (Apple Git-154)`; nil where it does not say.
    package init?(_ text: String) {
        guard let word = text.split(separator: " ").first(where: { $0.first?.isNumber == true }) else { return nil }
        let parts = word.split(separator: ".", maxSplits: 2)
        guard parts.count >= 2, let major = Int(parts[0]), let minor = Int(parts[1]) else { return nil }
        self.init(major, minor)
    }

    package static let oldest = GitVersion(2, 30)
    /// `merge-tree --write-tree`.
    package static let mergesTrees = GitVersion(2, 38)
    /// `worktree list -z`.
    package static let listsByNUL = GitVersion(2, 36)

    package static func < (a: GitVersion, b: GitVersion) -> Bool { (a.major, a.minor) < (b.major, b.minor) }
}

extension GitVersion: CustomStringConvertible {
    package var description: String { "\(major).\(minor)" }
}
