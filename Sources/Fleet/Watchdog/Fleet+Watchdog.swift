import Model
import Runner

extension Fleet {
    func followWatchdog(_ id: SessionID, from before: AgentStatus?, to status: AgentStatus) {}

    func followCrash(_ id: SessionID, _ exited: Report.Exited, at moment: Timestamp) {}

    func tickWatchdog(_ moment: Timestamp) {}
}
