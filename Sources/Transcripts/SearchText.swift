package import Model

/// A text of a conversation that somebody may look for.
package struct SearchText: Sendable, Hashable {
    package var role: SearchRole
    /// When it was said, as far as the transcript tells.
    package var at: Timestamp?
    /// Of its line, in bytes from the beginning of the file.
    package var offset: Int
    /// Where the agent worked.
    package var directory: String?
    package var text: String

    package init(role: SearchRole, at: Timestamp?, offset: Int, directory: String?, text: String) {
        self.role = role
        self.at = at
        self.offset = offset
        self.directory = directory
        self.text = text
    }
}

/// Takes the texts that people search for out of a transcript's lines, one after the other: prompts, what the agent
/// said, what tools were about, and the beginning of what they said where they failed.
///
/// Left out: thinking, what tools returned, images, records of commands and hooks, reminders, summaries of a
/// compaction. A light pass: lines without a word that matters are not parsed.
package struct SearchTextReader: Sendable, Hashable {
    /// What the records said so far.
    package var conversation: ConversationID?
    package var directory: String?
    package var at: Timestamp?
    package private(set) var texts: [SearchText] = []
    /// Lines that matter and are no JSON object.
    package private(set) var broken = 0
    let format: TranscriptFormat
    var offset = 0

    /// Bytes of a text that are kept.
    package static let textLimit = 32 << 10
    /// Of what a tool is about.
    package static let subjectLimit = 2 << 10
    /// Of what a tool that failed said.
    package static let resultLimit = 500
    /// Of a path.
    private static let pathLimit = 4096

    package init(format: TranscriptFormat) { self.format = format }

    /// Takes whole lines.
    ///
    /// - Parameter offset: where they begin in the file.
    package mutating func read(_ lines: ArraySlice<UInt8>, at offset: Int) {
        for line in ForwardLines(lines) { read(line: line, at: offset + (line.startIndex - lines.startIndex)) }
    }

    /// Takes one line, without its line feed.
    package mutating func read(line: ArraySlice<UInt8>, at offset: Int) {
        self.offset = offset
        let isRead: Bool
        switch format {
        case .claude: isRead = readClaude(line)
        case .codex: isRead = readCodex(line)
        }
        if !isRead { broken += 1 }
    }

    /// Gives away what was found.
    package mutating func takeTexts() -> [SearchText] {
        defer { texts = [] }
        return texts
    }

    mutating func say(_ role: SearchRole, _ text: String, limit: Int = textLimit) {
        guard let text = SearchWords.kept(text, limit: limit) else { return }
        texts.append(SearchText(role: role, at: at, offset: offset, directory: directory, text: text))
    }

    /// What a record says of its time, conversation and directory.
    mutating func note(time: RawJSON?, conversation: RawJSON?, directory: RawJSON?) {
        if let moment = time?.text.flatMap({ Timestamp(rfc3339: $0) }) { at = moment }
        if self.conversation == nil { self.conversation = conversation?.text.flatMap { ConversationID($0) } }
        if let path = directory?.text, path.hasPrefix("/"), path.utf8.count <= Self.pathLimit { self.directory = path }
    }
}
