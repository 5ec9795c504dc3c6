package import Model

/// Makes absolute paths of what users type, without looking at the disk.
package enum PathResolution {
    /// Resolves `~`, `~/…` and relative paths, and takes `.`, `..` and doubled slashes away.
    ///
    /// - Throws: `.invalid` for an empty path, or a `~` where the home folder is not known.
    package static func absolute(
        _ path: String, workingDirectory: String, userHome: String?
    ) throws(CcmuxError) -> String {
        guard !path.isEmpty else { throw CcmuxError(.invalid, "The directory is empty.") }
        var full = path
        if path == "~" || path.hasPrefix("~/") {
            guard let userHome, userHome.hasPrefix("/") else {
                throw CcmuxError(.invalid, "'~' means nothing here: HOME is not set.", advice: "Give an absolute path.")
            }
            full = userHome + path.dropFirst()
        } else if !path.hasPrefix("/") {
            full = workingDirectory + "/" + path
        }
        var parts: [Substring] = []
        for part in full.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }
}
