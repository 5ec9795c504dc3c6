import Model

/// A rule of a policy: a tool, and what it may be used for.
///
/// - `Read`, `mcp__files__*`: the tool, whatever it is used for. `*` stands for any characters of the name.
/// - `Bash(git status*)`: each command of the line must match one of the policy's patterns. `*` stands for any
///   characters but those on which a shell acts (`` ` ``, `$(`, `${`, `<`, `>`, parentheses, braces): these a pattern
///   must have itself. `Bash(git status:*)` is `git status` alone or with a blank and more after it.
/// - `Edit(src/**)`: files below the session's directory; `/…` and `~/…` elsewhere. `*` and `?` stay within a folder,
///   `**` does not. A path is taken as it is written, after `.` and `..` are resolved; links are not followed.
/// - `WebFetch(domain:example.com)`: that host and those below it. Of any other tool, `*` stands for any characters.
package struct ToolPattern: Sendable, Hashable {
    /// As it was written.
    package let text: String
    let tool: String
    /// Nil: whatever it is used for.
    let subject: String?

    /// Nil for what is no pattern.
    package init?(_ text: String) {
        var name = text[...]
        var subject: String?
        if let open = text.firstIndex(of: "(") {
            guard text.hasSuffix(")") else { return nil }
            name = text[..<open]
            subject = String(text[text.index(after: open)...].dropLast())
            if subject?.isEmpty == true { return nil }
        }
        // A star alone would mean every tool there is, and those to come.
        guard name.utf8.count <= 200, text.utf8.count <= 1000, name.contains(where: { $0.isLetter }),
            name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "_-*.:".contains($0)) })
        else { return nil }
        self.text = text
        tool = String(name)
        self.subject = subject
    }

    /// Where paths begin.
    package struct Place: Sendable, Hashable {
        /// Absolute.
        package var directory: String
        package var home: String

        package init(directory: String, home: String) {
            self.directory = directory
            self.home = home
        }
    }

    /// The patterns that allow what is asked, one for each command of a compound one; nil where one is not allowed.
    package static func allowing(
        _ request: ToolRequest, _ patterns: [ToolPattern], in place: Place
    ) -> [ToolPattern]? {
        guard request.kind == .permission, !request.tool.isEmpty else { return nil }
        let patterns = patterns.filter { Glob.matches(Array(request.tool), Array($0.tool)) }
        if let whole = patterns.first(where: { $0.subject == nil }) { return [whole] }
        guard !patterns.isEmpty, !request.isCut, let subject = request.subject else { return nil }
        switch request.tool {
        case "Bash":
            guard let command = ShellCommand(subject) else { return nil }
            var used: [ToolPattern] = []
            for part in command.parts {
                guard let match = patterns.first(where: { $0.matches(command: part) }) else { return nil }
                if !used.contains(match) { used.append(match) }
            }
            return used
        case "Read", "Edit", "Write", "MultiEdit", "NotebookEdit", "NotebookRead", "Glob", "Grep", "LS":
            return patterns.first { $0.matches(path: subject, in: place) }.map { [$0] }
        default:
            return patterns.first { $0.matches(text: subject) }.map { [$0] }
        }
    }

    private func matches(command: [ShellCommand.Letter]) -> Bool {
        guard var pattern = subject else { return true }
        let letters = command.map { (character: $0.character, isOpen: !$0.isActive) }
        if pattern.hasSuffix(":*") {
            pattern.removeLast(2)
            return Glob.matches(letters, Array(pattern)) || Glob.matches(letters, Array(pattern + " *"))
        }
        return Glob.matches(letters, Array(pattern))
    }

    private func matches(path: String, in place: Place) -> Bool {
        guard let pattern = subject, let path = Self.absolute(path, place),
            let wanted = Self.absolute(pattern, place)
        else { return false }
        return Glob.matches(path: Array(path), Array(wanted))
    }

    private func matches(text: String) -> Bool {
        guard let pattern = subject else { return true }
        if pattern.hasPrefix("domain:") {
            guard let host = Self.host(of: text) else { return false }
            let wanted = pattern.dropFirst("domain:".count).lowercased()
            return !wanted.isEmpty && (host == wanted || host.hasSuffix("." + wanted))
        }
        return Glob.matches(Array(text), Array(pattern))
    }

    /// Without `.`, `..` and double slashes; nil where it leads above the root, or holds what no path should.
    private static func absolute(_ path: String, _ place: Place) -> String? {
        guard !path.isEmpty, path.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
            return nil
        }
        let whole =
            path.hasPrefix("/")
            ? path : path == "~" || path.hasPrefix("~/") ? place.home + path.dropFirst() : "\(place.directory)/\(path)"
        var names: [Substring] = []
        for name in whole.split(separator: "/") where name != "." {
            if name == ".." {
                guard names.popLast() != nil else { return nil }
            } else {
                names.append(name)
            }
        }
        return "/" + names.joined(separator: "/")
    }

    private static func host(of address: String) -> String? {
        for scheme in ["https://", "http://"] where address.lowercased().hasPrefix(scheme) {
            let rest = address.dropFirst(scheme.count).prefix { !"/?#\\".contains($0) }
            // A name before the host, or anything that is not a host's name, is another trick.
            let host = rest.prefix { $0 != ":" }
            let port = rest.dropFirst(host.count).dropFirst()
            guard !host.isEmpty, port.allSatisfy({ $0.isASCII && $0.isNumber }),
                host.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "-") })
            else { return nil }
            return host.lowercased()
        }
        return nil
    }
}
