/// How an agent writes its transcripts.
package enum TranscriptFormat: String, Sendable, Hashable, CaseIterable {
    /// `~/.claude/projects/DIRECTORY/UUID.jsonl`
    case claude
    /// `~/.codex/sessions/YYYY/MM/DD/rollout-TIME-UUID.jsonl`
    case codex
}
