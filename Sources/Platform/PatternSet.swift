/// The members of a bracket expression: `[a-z_]`, `[^[:space:]]`.
struct PatternSet: Sendable {
    var isNegated: Bool
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    var classes: [Class] = []

    init(isNegated: Bool) {
        self.isNegated = isNegated
    }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        let isMember = ranges.contains { $0.contains(scalar) } || classes.contains { $0.contains(scalar) }
        return isMember != isNegated
    }

    /// As Unicode has them, in no locale; digits and what is made of them are those of ASCII.
    enum Class: String, Sendable, CaseIterable {
        case alpha, digit, alnum, upper, lower, space, blank, punct, xdigit, cntrl

        func contains(_ scalar: Unicode.Scalar) -> Bool {
            switch self {
            case .alpha: scalar.properties.isAlphabetic
            case .digit: Self.isDigit(scalar)
            case .alnum: Self.isDigit(scalar) || scalar.properties.isAlphabetic
            case .upper: scalar.properties.isUppercase
            case .lower: scalar.properties.isLowercase
            // With the no-break space, with which agents separate what stands in their composers.
            case .space: scalar.properties.isWhitespace
            case .blank: scalar == "\t" || scalar.properties.generalCategory == .spaceSeparator
            case .punct: Self.isPunctuation(scalar)
            case .xdigit: Self.isDigit(scalar) || ("a"..."f").contains(scalar) || ("A"..."F").contains(scalar)
            case .cntrl: scalar.properties.generalCategory == .control
            }
        }

        private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

        /// What is drawn and is neither letter, digit nor blank.
        private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
            switch scalar.properties.generalCategory {
            case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
                .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol:
                true
            default: false
            }
        }
    }
}
