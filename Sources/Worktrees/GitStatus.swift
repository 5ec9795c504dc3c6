/// What `git status --porcelain=v1 -z --untracked-files=all` tells.
package struct GitStatus: Sendable, Hashable {
    /// Tracked files with changes, conflicts too.
    package var changed: [String] = []
    /// Untracked ones that are not ignored.
    package var untracked: [String] = []
    /// Conflicts of a merge that was begun.
    package var unmerged: [String] = []

    package var count: Int { changed.count + untracked.count }
    package var isClean: Bool { count == 0 }

    package init() {}

    /// Broken characters in paths are mended; what is not understood is left out.
    package init(_ output: [UInt8]) {
        var fields = output.split(separator: 0, omittingEmptySubsequences: false)[...]
        while let field = fields.popFirst() {
            guard field.count > 3, field[field.startIndex + 2] == UInt8(ascii: " ") else { continue }
            let x = field[field.startIndex]
            let y = field[field.startIndex + 1]
            let path = String(decoding: field.dropFirst(3), as: UTF8.self)
            switch (x, y) {
            case (UInt8(ascii: "?"), _): untracked.append(path)
            case (UInt8(ascii: "!"), _): break
            default:
                changed.append(path)
                if Self.isUnmerged(x, y) { unmerged.append(path) }
                // The name that it had before follows.
                let moves: Set<UInt8> = [UInt8(ascii: "R"), UInt8(ascii: "C")]
                if moves.contains(x) || moves.contains(y) { fields = fields.dropFirst() }
            }
        }
    }

    private static func isUnmerged(_ x: UInt8, _ y: UInt8) -> Bool {
        let u = UInt8(ascii: "U")
        return x == u || y == u || (x == y && (x == UInt8(ascii: "A") || x == UInt8(ascii: "D")))
    }
}
