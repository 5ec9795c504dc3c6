import Model
import Platform

/// What a few small files tell of the worktree that a directory lies in, without running git.
package struct GitGlance: Sendable, Hashable {
    /// The worktree's own folder, links resolved.
    package var top: String
    /// What all worktrees of its repository share.
    package var commonFolder: String
    /// Nil where HEAD is detached.
    package var branch: String?
    /// Changes whenever the branch's last commit does: the commit, or what tells that the packed refs changed.
    package var tip: String

    /// - Parameter directory: absolute.
    /// - Returns: nil where it lies in no worktree.
    package init?(_ directory: String) {
        guard var folder = Files.realPath(directory) else { return nil }
        var own: String?
        while own == nil {
            let place = folder == "/" ? "/.git" : folder + "/.git"
            switch SystemFolder.kind(place) {
            case .folder: own = place
            case .file: own = Self.line(place).flatMap { Self.link($0, in: folder) }
            case .link: own = Files.realPath(place)
            default: break
            }
            if own != nil { break }
            guard folder != "/", let slash = folder.lastIndex(of: "/") else { return nil }
            folder = slash == folder.startIndex ? "/" : String(folder[..<slash])
        }
        guard let own, let head = Self.line(own + "/HEAD") else { return nil }
        top = folder
        let shared = Self.line(own + "/commondir").map { $0.hasPrefix("/") ? $0 : WorktreePlace.normal("\(own)/\($0)") }
        commonFolder = shared.flatMap { Files.realPath($0) } ?? own
        guard head.hasPrefix("ref: ") else {
            tip = head
            return
        }
        let ref = String(head.dropFirst(5))
        branch = ref.hasPrefix("refs/heads/") ? String(ref.dropFirst(11)) : nil
        if let loose = Self.line("\(commonFolder)/\(ref)") {
            tip = loose
        } else {
            let packed = Files.stamp(of: commonFolder + "/packed-refs")
            let tables = Files.stamp(of: commonFolder + "/reftable/tables.list")
            tip = "\(packed?.inode ?? 0) \(packed?.size ?? 0) \(tables?.inode ?? 0) \(tables?.size ?? 0)"
            // With reftable the file HEAD says nothing, and only git knows.
            if branch == ".invalid" { branch = nil }
        }
    }

    /// The content of a small file without the line break at its end; a path in it may have others.
    private static func line(_ path: String) -> String? {
        guard let bytes = Files.head(of: path, bytes: 8192) else { return nil }
        return String(validating: bytes.last == 10 ? bytes.dropLast() : bytes[...], as: UTF8.self)
    }

    private static func link(_ text: String, in folder: String) -> String? {
        guard text.hasPrefix("gitdir: ") else { return nil }
        let path = String(text.dropFirst(8))
        return path.hasPrefix("/") ? path : WorktreePlace.normal("\(folder)/\(path)")
    }
}
