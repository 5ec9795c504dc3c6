/// Who wrote a text. An open set.
package struct SearchRole: RawRepresentable, Sendable, Hashable, Codable {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    /// A person, or somebody in their place.
    package static let user = SearchRole(rawValue: "user")
    package static let agent = SearchRole(rawValue: "agent")
    /// A tool call: what it was about, and the beginning of what came of it where it failed.
    package static let tool = SearchRole(rawValue: "tool")
    package static let all: [SearchRole] = [.user, .agent, .tool]
}

/// What is looked for in conversations.
package struct SearchRequest: Sendable, Hashable {
    /// Words (all of them), `"phrases"`, `-without`, `prefix*`.
    package var query: String
    /// Of one conversation.
    package var conversation: ConversationID?
    /// Absolute: said while the agent worked in it or below it.
    package var directory: String?
    package var since: Timestamp?
    package var until: Timestamp?
    package var role: SearchRole?
    /// Hits, 1 to `SearchRequest.most`.
    package var limit: Int

    package static let most = 200

    package init(query: String, limit: Int = 20) {
        self.query = query
        self.limit = limit
    }
}

/// The answer of a search: the best first.
package struct SearchPage: Sendable, Hashable, Codable {
    package var hits: [SearchHit]
    /// Texts that match, counted up to where the ranking ends.
    package var matches: Int
    /// There are more: only the newest `matches` were ranked.
    package var isPartial: Bool
    /// What is not in the index yet; nil where all is.
    package var behind: SearchBehind?
    /// How long it took, in the daemon.
    package var milliseconds: Double

    package init(
        hits: [SearchHit], matches: Int, isPartial: Bool = false, behind: SearchBehind? = nil, milliseconds: Double = 0
    ) {
        self.hits = hits
        self.matches = matches
        self.isPartial = isPartial
        self.behind = behind
        self.milliseconds = milliseconds
    }
}

package struct SearchBehind: Sendable, Hashable, Codable {
    package var files: Int
    package var bytes: Int

    package init(files: Int, bytes: Int) {
        self.files = files
        self.bytes = bytes
    }
}

/// A text that was found.
package struct SearchHit: Sendable, Hashable, Codable {
    package var conversation: String?
    /// The session that has this conversation now.
    package var session: SessionID?
    package var name: SessionName?
    package var path: String
    /// `claude` or `codex`.
    package var format: String
    /// Where the agent worked when it was said.
    package var directory: String?
    package var role: SearchRole
    package var at: Timestamp?
    /// Of its record, in bytes from the beginning of the file.
    package var offset: Int
    package var snippet: [SearchPiece]
    /// The higher the better; only to be compared within one answer.
    package var score: Double

    package init(
        path: String, format: String, role: SearchRole, offset: Int, snippet: [SearchPiece] = [], score: Double = 0
    ) {
        self.path = path
        self.format = format
        self.role = role
        self.offset = offset
        self.snippet = snippet
        self.score = score
    }
}

/// A piece of a snippet.
package struct SearchPiece: Sendable, Hashable, Codable {
    package var text: String
    /// It is what was looked for; else it stands around it, and there is no such member.
    package var hit: Bool?

    package init(_ text: String, hit: Bool? = nil) {
        self.text = text
        self.hit = hit
    }
}

/// How far the index of conversations is.
package struct SearchStatus: Sendable, Hashable, Codable {
    /// `indexing`, `ready`, `off`.
    package var state: String
    /// Transcripts on the disk, and how much of them is in the index.
    package var files: Int
    package var filesDone: Int
    /// Bytes.
    package var size: Int
    package var sizeDone: Int
    /// Texts in the index.
    package var texts: Int
    /// Bytes on the disk, of everything that was read out of transcripts.
    package var indexSize: Int
    /// Percent of one core that indexing may take.
    package var budget: Int
    /// Seconds of work since the daemon's start.
    package var worked: Double
    /// Lines that were too long to read.
    package var longLines: Int
    /// What cannot be read, at most 20 of them.
    package var skipped: [SearchSkip]
    package var skippedCount: Int

    package init(state: String, budget: Int) {
        self.state = state
        self.budget = budget
        (files, filesDone, size, sizeDone, texts, indexSize, longLines, skippedCount) = (0, 0, 0, 0, 0, 0, 0, 0)
        worked = 0
        skipped = []
    }
}

package struct SearchSkip: Sendable, Hashable, Codable {
    package var path: String
    package var reason: String

    package init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }
}

/// Rows of the fleet's screens that contain a text.
package struct ScreenSearchPage: Sendable, Hashable, Codable {
    package var hits: [ScreenSearchHit]
    package var screens: Int
    /// There are more than were asked for.
    package var isPartial: Bool

    package init(hits: [ScreenSearchHit], screens: Int, isPartial: Bool) {
        self.hits = hits
        self.screens = screens
        self.isPartial = isPartial
    }
}

package struct ScreenSearchHit: Sendable, Hashable, Codable {
    package var session: SessionID
    package var name: SessionName
    /// From 1, from the top of the screen (of one last seen: from the top of what was kept).
    package var row: Int
    package var text: String
    /// The pane shows it now; else it was last seen at `capturedAt`.
    package var live: Bool
    package var capturedAt: Timestamp?

    package init(
        session: SessionID, name: SessionName, row: Int, text: String, live: Bool, capturedAt: Timestamp?
    ) {
        self.session = session
        self.name = name
        self.row = row
        self.text = text
        self.live = live
        self.capturedAt = capturedAt
    }
}

/// How conversations are indexed.
package struct SearchSettings: Sendable, Hashable {
    package var enabled = true
    /// Percent of one core.
    package var budget = 20

    package init() {}
}
