/// What a person, or a policy, wants of a menu.
package enum MenuAnswer: Sendable, Hashable {
    /// As the menu numbers its options, or from 1 at the top.
    case number(Int)
    case yes
    case no
    /// An option's own words.
    case text(String)
}
