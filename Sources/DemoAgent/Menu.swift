/// A dialog with numbered options that holds the turn until one is picked.
struct Menu: Equatable {
    enum Pick: Equatable {
        case option(Int)
        case rejected
    }

    var title: String
    /// What is decided upon: a command, a plan.
    var details: String
    var options: [String]
    var cursor = 0

    /// The option that a key picks, counted from 0; nil where the key only moves, or means nothing.
    mutating func press(_ key: Key) -> Pick? {
        switch key {
        case .up: cursor = max(0, cursor - 1)
        case .down: cursor = min(options.count - 1, cursor + 1)
        case .enter: return .option(cursor)
        case .escape: return .rejected
        case .text(let text):
            if let number = text.first?.wholeNumberValue, (1...options.count).contains(number) {
                return .option(number - 1)
            }
        default: break
        }
        return nil
    }
}
