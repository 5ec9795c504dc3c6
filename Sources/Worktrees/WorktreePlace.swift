package import Model

/// Where a worktree is made, and what it is called. Pure.
package enum WorktreePlace {
    /// The branch of a session that asks for none.
    package static func branch(for name: SessionName) -> String { "ccmux/\(name)" }

    /// The absolute path that a template means.
    ///
    /// - Parameters:
    ///   - template: absolute, beginning with `~/`, or relative to the repository's root.
    ///   - repository: the main worktree's path, or that of a bare repository; absolute.
    /// - Throws: `.configuration` where it is no place for a worktree.
    package static func path(
        template: String, repository: String, name: SessionName, branch: String, userHome: String
    ) throws(CcmuxError) -> String {
        var path = template
        for (key, value) in [
            ("{repo}", repositoryName(repository)), ("{name}", name.text), ("{branch}", flat(branch)),
        ] {
            path = path.replacing(key, with: value)
        }
        if path == "~" || path.hasPrefix("~/") { path = userHome + path.dropFirst() }
        if !path.hasPrefix("/") { path = repository + "/" + path }
        let result = normal(path)
        guard result != "/", result != repository, !repository.hasPrefix(result + "/") else {
            throw CcmuxError(
                .configuration,
                "worktrees.folder '\(template)' would put a worktree at \(result), over the repository.",
                advice: "ccmux config set worktrees.folder '../{repo}.worktrees/{name}'")
        }
        return result
    }

    /// The last part of its path, without the `.git` of a bare one.
    static func repositoryName(_ path: String) -> String {
        let last = path.split(separator: "/").last.map { String($0) } ?? "repository"
        let name = last.hasSuffix(".git") && last.count > 4 ? String(last.dropLast(4)) : last
        return name.isEmpty ? "repository" : name
    }

    /// A branch's name as one part of a path, and never `..` or hidden.
    static func flat(_ branch: String) -> String {
        let text = String(branch.map { $0 == "/" ? "-" : $0 })
        return text.hasPrefix(".") ? "_" + text : text
    }

    /// Without `.`, `..` and doubled slashes.
    static func normal(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }

    /// What `path` is below `folder`: `src/app`; empty for the folder itself, nil for what does not lie in it.
    package static func relative(_ path: String, to folder: String) -> String? {
        if path == folder { return "" }
        let prefix = folder == "/" ? "/" : folder + "/"
        return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : nil
    }
}
