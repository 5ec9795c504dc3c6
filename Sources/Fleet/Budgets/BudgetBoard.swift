import Model
import Watchdog

/// What the fleet holds in memory of usage and budgets.
struct BudgetBoard {
    var state = BudgetState()
    var isLoaded = false
    /// Changes of the state that are not written down yet.
    var isDirty = false
    /// A turn ended since usage was last looked at.
    var isDue = true
    /// Usage is being looked at.
    var isLooking = false
    var lookedAt: Timestamp?
    /// Today's figures, and the local date that they are of.
    var day = ""
    var spent: [SessionID: UsageFigures] = [:]
}
