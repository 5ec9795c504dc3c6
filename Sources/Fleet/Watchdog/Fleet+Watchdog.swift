import Model

extension Fleet {
    func followWatchdog(_ id: SessionID, from before: AgentStatus?, to status: AgentStatus) {}

    func tickWatchdog(_ moment: Timestamp) {}
}
