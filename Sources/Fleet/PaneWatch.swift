import Model
import Platform
import Tmux

/// What is remembered of a pane, to tell whether it changed.
struct PaneWatch {
    /// The pane that the rest is about; another one is looked at from the beginning.
    var pane: PaneIdentity?
    /// The second of the last capture, as tmux counts activity. What changed in that very second may have changed
    /// after it.
    var captured = Int.min
    var activity = Int.min
    var size: (Int, Int) = (0, 0)
    /// Of the last capture's bytes.
    var fingerprint = 0
    /// Of what stood there when the agent was launched, which is none of its own.
    var inherited: Int?
    /// The last capture was not read, since it showed what was inherited.
    var isUnread = false
    /// Since when captures have shown the same.
    var restingSince: Timestamp?
    /// Nothing has been drawn since the last capture.
    var isCurrent = false
    var title: String?
    /// A client shows the session.
    var isAttached = false
    /// When the screen was last kept on disk, and the conversation looked for, in seconds since 1970.
    var kept = 0
    var asked = 0

    /// tmux's clock may lag behind ours by a tick.
    static func second(of moment: Timestamp) -> Int { Int((moment.milliseconds - 50) / 1000) }

    /// Takes what a glance shows. True when the pane must be captured.
    mutating func take(_ glance: Glance.Pane) -> Bool {
        let identity = PaneIdentity(server: glance.server, pane: glance.id)
        if pane != identity {
            self = PaneWatch()
            pane = identity
        }
        let isResized = size != (glance.width, glance.height)
        size = (glance.width, glance.height)
        activity = glance.activity
        isAttached = glance.attachedClients > 0
        isCurrent = activity < captured && !isResized && !isUnread
        return !isCurrent
    }

    /// Takes what a capture that was asked for at `moment` showed. True when it differs from the last.
    mutating func take(capture lines: [[UInt8]], at moment: Timestamp) -> Bool {
        let fresh = Self.fingerprint(of: lines)
        defer { fingerprint = fresh }
        captured = Self.second(of: moment)
        isCurrent = true
        if fresh != fingerprint || restingSince == nil { restingSince = moment }
        return fresh != fingerprint
    }

    static func fingerprint(of lines: [[UInt8]]) -> Int {
        var hasher = Hasher()
        for line in lines {
            line.withUnsafeBytes { hasher.combine(bytes: $0) }
            hasher.combine(0)
        }
        return hasher.finalize()
    }
}

/// What is remembered of a transcript, so that it is read only when it has grown.
struct TranscriptWatch {
    var conversation: ConversationID?
    var path: String?
    var stamp: FileStamp?
}
