import Agents
package import Model
import Platform
import Tmux
package import Transcripts

extension Fleet {
    /// The transcripts of the sessions' conversations, that of the one which changed last first.
    package func transcriptPaths() -> [(path: String, format: TranscriptFormat)] {
        let never = Timestamp(milliseconds: 0)
        let newestFirst = entries.values.sorted { ($0.shown?.since ?? never) > ($1.shown?.since ?? never) }
        return newestFirst.compactMap { entry in
            guard let kind = catalog.kind(entry.record.agent), let format = kind.transcriptFormat,
                let path = transcriptPath(of: entry.record.id, kind).flatMap({ Files.realPath($0) })
            else { return nil }
            return (path, format)
        }
    }

    package func sessionsByConversation() -> [String: (id: SessionID, name: SessionName)] {
        var sessions: [String: (id: SessionID, name: SessionName)] = [:]
        for entry in entries.values {
            guard let conversation = entry.record.conversation else { continue }
            sessions[conversation.text] = (entry.record.id, entry.record.name)
        }
        return sessions
    }

    /// The conversation of a session, or the one of this uuid.
    package func conversation(meant word: String) throws(CcmuxError) -> ConversationID {
        if let conversation = ConversationID(word) { return conversation }
        let id = try resolve(word, looking: true)
        guard let conversation = entries[id]?.record.conversation else {
            throw CcmuxError(.notFound, "'\(word)' has no conversation yet.", advice: "ccmux show \(word)")
        }
        return conversation
    }
}
