package import Model
package import Transcripts

/// The transcript that a word means, and whose it is.
package struct TranscriptPlace: Sendable, Hashable {
    /// Absolute.
    package var path: String
    package var format: TranscriptFormat
    package var conversation: ConversationID?
    /// The session that has this conversation now.
    package var session: SessionID?
    package var name: SessionName?

    package init(path: String, format: TranscriptFormat) {
        self.path = path
        self.format = format
    }

    /// What the fleet knows of the source, where the transcript itself does not say it.
    package func complete(_ source: inout TranscriptSource) {
        source.session = session
        source.name = name
        source.conversation = source.conversation ?? conversation?.text
    }
}
