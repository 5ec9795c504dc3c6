/// How far a prompt has to come before somebody who waits for it is answered.
package enum DeliveryGoal: String, Sendable, Hashable, Codable, CaseIterable {
    /// The agent holds it, or it is part of the conversation.
    case delivered
    /// It is part of the conversation.
    case taken
    /// The turn that it began has ended.
    case turn
}
