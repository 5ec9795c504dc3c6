import Model

enum CodexUsage {
    /// Input includes what was read from the cache and written to it.
    static func tokens(_ usage: RawJSON) -> TokenUsage {
        guard
            let fields = usage.members([
                "input_tokens", "cached_input_tokens", "cache_write_input_tokens", "output_tokens",
            ])
        else { return TokenUsage() }
        let read = ClaudeUsage.count(fields["cached_input_tokens"])
        let write = ClaudeUsage.count(fields["cache_write_input_tokens"])
        return TokenUsage(
            input: max(0, ClaudeUsage.count(fields["input_tokens"]) - read - write),
            output: ClaudeUsage.count(fields["output_tokens"]), cacheWrite5m: write, cacheRead: read)
    }
}
