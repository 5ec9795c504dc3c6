import Model

/// What is remembered for hibernation; all of it may be forgotten with the daemon.
struct HibernationBoard {
    /// Sessions that a terminal showed at the last look, and those that were looked at.
    private var attached: Set<SessionID> = []
    private var known: Set<SessionID> = []
    /// When the last terminal left.
    private var left: [SessionID: Timestamp] = [:]
    /// When one was last put away because memory was short.
    var relieved: Timestamp?
    var lastLook = Timestamp(milliseconds: 0)

    /// True when a terminal has come that was not there at the look before.
    mutating func note(_ id: SessionID, isAttached: Bool, at moment: Timestamp) -> Bool {
        if isAttached {
            let isNew = attached.insert(id).inserted
            return known.insert(id).inserted ? false : isNew
        }
        known.insert(id)
        if attached.remove(id) != nil { left[id] = moment }
        return false
    }

    func lastSeen(_ id: SessionID) -> Timestamp? { left[id] }

    mutating func forget(except ids: Dictionary<SessionID, Entry>.Keys) {
        attached = attached.filter(ids.contains)
        known = known.filter(ids.contains)
        left = left.filter { ids.contains($0.key) }
    }
}
