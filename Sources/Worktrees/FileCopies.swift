package import Model
import Platform

/// Files that git does not know, brought from one worktree into another. Nothing is overwritten, nothing is read or
/// written outside of the two, links are not followed.
package struct FileCopies: Sendable, Hashable {
    /// Paths below the worktrees.
    package var copied: [String] = []
    /// A sentence for each that was left out.
    package var notes: [String] = []

    static let fileLimit = 2_000
    static let byteLimit: Int64 = 512 << 20

    package init() {}

    /// Copies `paths`, relative to both.
    mutating func copy(_ paths: [String], from source: String, to target: String) {
        let root = Files.realPath(target) ?? target
        var bytes: Int64 = 0
        for path in paths.prefix(Self.fileLimit) {
            if path.hasSuffix("/") { continue }
            let parts = path.split(separator: "/", omittingEmptySubsequences: false)
            guard !path.hasPrefix("/"), !parts.contains(".."), !parts.contains("."), !parts.contains("") else {
                notes.append("'\(path)' is no path below the repository.")
                continue
            }
            guard let folder = makeParent(of: parts, in: root) else {
                notes.append("'\(path)' was left out: its folder in the worktree leads elsewhere.")
                continue
            }
            let from = "\(source)/\(path)"
            let to = "\(folder)/\(parts[parts.count - 1])"
            guard SystemFolder.kind(to) == nil else { continue }
            switch SystemFolder.kind(from) {
            case .file:
                bytes += Files.stamp(of: from)?.size ?? 0
                guard bytes <= Self.byteLimit else {
                    notes.append("'\(path)' and what follows was left out: more than 512 MB.")
                    return
                }
                do throws(CcmuxError) {
                    try Files.copy(from, to: to)
                    SystemFolder.takePermissions(of: from, for: to)
                    copied.append(path)
                } catch {
                    notes.append(error.message)
                }
            case .link:
                let depth = parts.count - 1
                if let link = SystemFolder.target(ofLink: from), Self.staysInside(link, depth: depth),
                    SystemFolder.link(to, to: link)
                {
                    copied.append(path)
                } else {
                    notes.append("'\(path)' was left out: a link that leads out of the repository.")
                }
            case nil: notes.append("'\(path)' is gone.")
            case .folder, .other: notes.append("'\(path)' was left out: it is no file.")
            }
        }
        if paths.count > Self.fileLimit { notes.append("Only the first \(Self.fileLimit) files were copied.") }
    }

    /// A relative link, in a folder `depth` levels below the root, never gets above it.
    static func staysInside(_ link: String, depth: Int) -> Bool {
        guard !link.hasPrefix("/") else { return false }
        var level = depth
        for part in link.split(separator: "/") where part != "." {
            level += part == ".." ? -1 : 1
            if level < 0 { return false }
        }
        return true
    }

    /// The real folder for a file, made where it is not there; nil where a link leads it elsewhere.
    private func makeParent(of parts: [Substring], in root: String) -> String? {
        var folder = root
        for part in parts.dropLast() {
            folder += "/\(part)"
            switch SystemFolder.kind(folder) {
            case .folder: continue
            case nil: if (try? SystemFolder.make(folder)) == nil { return nil }
            default: return nil
            }
        }
        return folder
    }
}

extension FileCopies {
    static let comparedBytes: Int64 = 16 << 20

    /// The two are the same file's content, or the same link.
    static func isSame(_ a: String, _ b: String) -> Bool {
        switch (SystemFolder.kind(a), SystemFolder.kind(b)) {
        case (.link, .link):
            let target = SystemFolder.target(ofLink: a)
            return target != nil && target == SystemFolder.target(ofLink: b)
        case (.file, .file):
            guard let one = Files.stamp(of: a), let other = Files.stamp(of: b), one.size == other.size,
                one.size <= comparedBytes, let bytes = try? Files.read(a, limit: Int(comparedBytes))
            else { return false }
            return (try? Files.read(b, limit: Int(comparedBytes))) == bytes
        default: return false
        }
    }
}

extension Repository {
    /// What would be lost with a worktree beside its commits: its status, without untracked files that the main worktree
    /// has just so (those that were copied, and nobody changed).
    package func losses(in directory: String) async throws(CcmuxError) -> GitStatus {
        var status = try await status(in: directory)
        guard !isBare, status.untracked.count <= FileCopies.fileLimit else { return status }
        status.untracked.removeAll { FileCopies.isSame("\(directory)/\($0)", "\(root)/\($0)") }
        return status
    }

    /// Uncommitted changes of tracked files as a commit that nothing refers to; nil where there are none. git keeps it
    /// for some weeks, and `git stash apply` brings it back.
    package func keepsake(of directory: String) async throws(CcmuxError) -> String? {
        let made = try await git.outcome(["stash", "create", "ccmux: thrown away"], in: directory, seconds: 60)
        return made.succeeded && !made.text.isEmpty ? made.text : nil
    }

    /// Copies untracked files, ignored ones too, that match git's globs from the main worktree into a new one.
    package func copyFiles(matching patterns: [String], to path: String) async throws(CcmuxError) -> FileCopies {
        var copies = FileCopies()
        guard !patterns.isEmpty, !isBare else { return copies }
        let output = try await git.run(
            ["ls-files", "--others", "-z", "--"] + patterns.map { ":(top,glob)\($0)" }, in: root, seconds: 60
        ).output
        copies.copy(Self.paths(output, &copies), from: root, to: path)
        return copies
    }

    /// Copies the untracked files that are not ignored.
    package func copyUntracked(from directory: String, to path: String) async throws(CcmuxError) -> FileCopies {
        var copies = FileCopies()
        let output = try await git.run(
            ["ls-files", "--others", "--exclude-standard", "-z"], in: directory, seconds: 60
        ).output
        copies.copy(Self.paths(output, &copies), from: directory, to: path)
        return copies
    }

    private static func paths(_ output: [UInt8], _ copies: inout FileCopies) -> [String] {
        output.split(separator: 0).compactMap { field in
            if let path = String(validating: field, as: UTF8.self) { return path }
            copies.notes.append("'\(String(decoding: field, as: UTF8.self))' was left out: its name is not UTF-8.")
            return nil
        }
    }

    /// Brings the uncommitted changes of one worktree into another at the same commit; they stay where they are too.
    package func takeChanges(from directory: String, to path: String) async throws(CcmuxError) -> FileCopies {
        let stash = try await git.run(["stash", "create", "ccmux isolate"], in: directory, seconds: 60).text
        if !stash.isEmpty {
            try await git.run(["stash", "apply", "--quiet", stash], in: path, seconds: 120)
        }
        return try await copyUntracked(from: directory, to: path)
    }
}

extension FileCopies {
    /// Copies a folder's files, at most 8 levels deep; links are left out, what is there is replaced.
    package static func copyFolder(_ source: String, to target: String, depth: Int = 8) throws(CcmuxError) {
        try Files.makeFolder(target)
        for name in Files.names(in: source) {
            switch SystemFolder.kind("\(source)/\(name)") {
            case .file: try Files.copy("\(source)/\(name)", to: "\(target)/\(name)")
            case .folder where depth > 0:
                try copyFolder("\(source)/\(name)", to: "\(target)/\(name)", depth: depth - 1)
            default: break
            }
        }
    }

    package static func removeFolder(_ path: String) {
        if SystemFolder.kind(path) == .folder { SystemFolder.remove(path) }
    }
}
