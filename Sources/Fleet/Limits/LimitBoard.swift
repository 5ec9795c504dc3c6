import Agents
import Model
import Watchdog

/// What the fleet holds in memory of limits.
struct LimitBoard {
    var accounts: [AccountID: LimitedAccount] = [:]
    var memories: [SessionID: LimitMemory] = [:]
    let files = AccountFiles()
    /// The records have been read.
    var isLoaded = false
    /// A look is due already.
    var isDue = false

    /// The account in which a session is parked, or was.
    func account(parking id: SessionID) -> AccountID? {
        accounts.values.first { $0.sessions[id] != nil }?.account
    }
}
