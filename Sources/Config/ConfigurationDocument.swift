package import Model
import Platform

/// `config.toml` as text that is edited in place: comments, order and formatting stay as the user has them.
package struct ConfigurationDocument: Sendable {
    /// Absolute path, or a name for messages.
    package let path: String
    /// What the text means.
    package private(set) var configuration: Configuration
    private var bytes: [UInt8]
    /// What the file held when it was read; nil when there was none.
    private var original: [UInt8]?

    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// - Throws: `.configuration` when the text cannot be used as it is.
    package init(text: String, path: String = "config.toml") throws(CcmuxError) {
        try self.init(bytes: Array(text.utf8), original: nil, path: path)
    }

    /// Reads the file at `path`; the template where there is none.
    package init(path: String) throws(CcmuxError) {
        let found = try Configuration.read(path)
        try self.init(bytes: found ?? Array(Self.template.utf8), original: found, path: path)
    }

    private init(bytes: [UInt8], original: [UInt8]?, path: String) throws(CcmuxError) {
        configuration = try Configuration.parse(bytes, name: path)
        self.bytes = bytes
        self.original = original
        self.path = path
    }

    /// What the text itself says of `key`, without quotes; nil where the default holds.
    ///
    /// - Throws: `.invalid` for an unknown key.
    package func get(_ key: String) throws(CcmuxError) -> String? {
        let target = try ConfigurationTarget(key)
        let outline = TOMLOutline(bytes)
        let isSaid = outline.entries.contains { $0.path.starts(with: target.path) }
        return isSaid ? target.plain(in: configuration) : nil
    }

    /// Sets `key` (or a member of a table, `agents.environment.NAME`) to what `value` reads as for it.
    ///
    /// - Throws: `.invalid` for an unknown key or a value that it does not take; nothing is changed then.
    package mutating func set(_ key: String, value: String) throws(CcmuxError) {
        let target = try ConfigurationTarget(key)
        let literal = try target.literal(value)
        let edited = TOMLEditor(bytes).setting(target.path, to: literal)
        try accept(edited, setting: target, to: target.key.isTable ? value : nil, literal: literal)
    }

    private mutating func accept(
        _ edited: [UInt8], setting target: ConfigurationTarget, to text: String?, literal: String
    ) throws(CcmuxError) {
        guard let meaning = try? Configuration.parse(edited, name: path),
            text.map({ $0 == target.plain(in: meaning) }) ?? (target.key.literal(in: meaning) == literal)
        else {
            throw CcmuxError(
                .failed, "'\(target.name)' cannot be set in \(path) as it is written.",
                advice: "Set it by hand: \(target.name) = \(literal)")
        }
        bytes = edited
        configuration = meaning
    }

    /// Lets the default hold for `key`, or takes a member, or all members, from a table.
    ///
    /// - Returns: false when the text said nothing of it.
    /// - Throws: `.invalid` for an unknown key.
    @discardableResult
    package mutating func unset(_ key: String) throws(CcmuxError) -> Bool {
        let target = try ConfigurationTarget(key)
        let fallback = target.key.isTable ? nil : target.key.defaultLiteral
        var edited = bytes
        while let shorter = TOMLEditor(edited).removing(target.path, fallback: fallback) { edited = shorter }
        guard edited != bytes else { return false }
        let meaning = try Configuration.parse(edited, name: path)
        bytes = edited
        configuration = meaning
        return true
    }

    /// Writes the file (0600), through a link where `path` is one, whole or not at all.
    ///
    /// - Throws: `.refused` when somebody changed the file since it was read.
    package mutating func save() throws(CcmuxError) {
        guard try Configuration.read(path) == original else {
            throw CcmuxError(.refused, "\(path) was changed by somebody else meanwhile.", advice: "Try again.")
        }
        guard bytes != original else { return }
        try Files.replace(Files.realPath(path) ?? path, with: bytes)
        original = bytes
    }

    /// A file that says everything in comments: each key with its default, to be uncommented.
    package static var template: String {
        var text = """
            # The settings of ccmux. Every key is optional; what stands here in comments is the default.
            # Change it with an editor, or with `ccmux config set KEY VALUE`, which keeps your comments.

            """
        var section: [String] = []
        for key in ConfigurationKey.all {
            if key.section != section {
                section = key.section
                text += "\n[\(TOMLText.key(section))]\n"
            }
            text += "# \(key.summary)\n"
            if !key.leaf.isEmpty { text += "# \(TOMLText.key(key.leaf)) = \(key.defaultLiteral)\n" }
        }
        return text
    }
}
