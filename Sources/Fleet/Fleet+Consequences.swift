import Model

extension Fleet {
    /// What follows from what is seen of a session. Called with each change of what clients are shown; nothing here
    /// waits or calls `change` for the same session.
    func changed(_ id: SessionID, from before: Entry.Shown?, to shown: Entry.Shown) {
        followApproval(id)
        followLimit(id, from: before?.status, to: shown.status)
        followBudget(id, from: before?.status, to: shown.status)
        followWatchdog(id, from: before?.status, to: shown.status)
        followWorktrees(id, from: before?.process, to: shown.process)
        deliverSoon(id)
    }

    /// What only the passing of time brings about.
    func everySecond() async {
        let moment = now()
        tickApprovals(moment)
        tickOutbox(moment)
        tickLimits(moment)
        tickBudgets(moment)
        tickWatchdog(moment)
        tickHibernation(moment)
        tickWorktrees(moment)
    }
}
