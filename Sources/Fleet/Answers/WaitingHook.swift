package import Runner

/// A hook that waits on its connection for a decision.
package struct WaitingHook: Sendable {
    /// Names the connection.
    package let id: Int
    /// Writes the decision, and closes once it is written.
    package let decide: @Sendable (HookDecision) -> Void
    /// Lets it go without one: the dialog is the person's.
    package let release: @Sendable () -> Void

    package init(
        id: Int, decide: @escaping @Sendable (HookDecision) -> Void, release: @escaping @Sendable () -> Void
    ) {
        self.id = id
        self.decide = decide
        self.release = release
    }
}

/// What comes in over `report.sock`.
package enum Incoming: Sendable {
    case report(Report, waiting: WaitingHook?)
    /// The connection of a hook that waited is closed, from whichever end.
    case hookLeft(Int)
}
