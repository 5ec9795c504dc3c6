import Model

extension Fleet {
    /// Why the session's prompts are held back, as a sentence; nil where they are not.
    func limitHold(of id: SessionID, source: String) -> String? { nil }

    func followLimit(_ id: SessionID, from before: AgentStatus?, to status: AgentStatus) {}

    func tickLimits(_ moment: Timestamp) {}
}
