package import Model

/// What an update does to the daemon and the database, which are of rooms that this one does not know.
package protocol UpdateSurroundings: Sendable {
    /// What answers on the socket.
    func look() -> ConfirmWatch.Seen
    /// Ends the daemon, at last by force; does nothing where none runs.
    func stop() throws(CcmuxError)
    /// Starts the installed daemon; returns when it answers.
    func start() throws(CcmuxError)
    /// Writes a copy of the database, complete or not at all; false when there is no database yet.
    func copyDatabase(to path: String) throws(CcmuxError) -> Bool
    /// Puts a copy back into the place of the database; what stands there is kept as `aside`. No daemon runs meanwhile.
    func restoreDatabase(from path: String, aside: String) throws(CcmuxError)
    /// What programs of a bundle are given.
    var environment: [String: String] { get }
}

/// Tells how an update goes on.
package protocol UpdateProgress: Sendable {
    /// A sentence without a full stop.
    func step(_ text: String)
    func downloaded(_ bytes: Int64, of size: Int64)
}

/// What came of an update, as `update --json` prints it.
package struct UpdateOutcome: Sendable, Hashable, Codable {
    package enum Action: String, Sendable, Codable {
        case installed
        case rolledBack
        case upToDate
        case available
        /// A later run took an update back that had been cut off.
        case recovered
    }

    package var action: Action
    /// The bundle that is used now, or was before.
    package var from: String
    /// The bundle or version in question.
    package var to: String
    package var notes: String?
    package var date: String?

    package init(action: Action, from: String, to: String, notes: String? = nil, date: String? = nil) {
        self.action = action
        self.from = from
        self.to = to
        self.notes = notes
        self.date = date
    }
}
