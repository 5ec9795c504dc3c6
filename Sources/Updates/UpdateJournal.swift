package import Model
package import Platform

/// `app/update.json`: what an update that changes the installation is about, written before each of its steps, so
/// that whoever comes after a crash can finish it or take it back.
package struct UpdateJournal: Sendable, Hashable, Codable {
    package enum Step: String, Sendable, Codable, CaseIterable {
        /// The links may or may not have been moved.
        case swapping
        /// They have: the new daemon has to prove itself.
        case confirming
        /// The new one did not, and the old one comes back.
        case reverting
    }

    /// Names of bundles.
    package var from: String
    package var to: String
    /// What `app/previous` named before; nil for nothing.
    package var previousBefore: String?
    package var sha256: String
    package var step: Step
    package var at: String
    /// Why it is taken back.
    package var reason: String?
    /// A copy of the database as `from` had it.
    package var backup: String?
    /// Whether it was asked for as a way back: then what is left is barred.
    package var isRollback: Bool

    package static func read(home: HomeLayout) -> UpdateJournal? {
        JSONFile.read(home.updateJournal, as: UpdateJournal.self)
    }

    package func write(home: HomeLayout) throws(CcmuxError) {
        try JSONFile.write(self, to: home.updateJournal)
    }

    package static func remove(home: HomeLayout) {
        Files.remove(home.updateJournal)
        Files.syncParent(of: home.updateJournal)
    }
}

/// What is done about an update that was cut off, from its journal and what the links say.
package enum Recovery: Sendable, Hashable {
    /// Nothing was changed yet, or somebody else has changed it since: only the journal goes.
    case forget
    /// `app/previous` was moved already, `app/current` was not.
    case restorePrevious
    case confirm
    case revert

    package static func decide(_ journal: UpdateJournal, current: String?) -> Recovery {
        switch journal.step {
        case .swapping:
            if current == journal.to { return .confirm }
            return current == journal.from ? .restorePrevious : .forget
        case .confirming:
            return current == journal.to ? .confirm : .forget
        case .reverting:
            return current == journal.to || current == journal.from ? .revert : .forget
        }
    }
}
