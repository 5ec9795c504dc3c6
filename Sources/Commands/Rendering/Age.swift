/// Lengths of time for people.
package enum Age {
    /// `5s`, `12m`, `3h07m`, `2d4h`; a negative one (the clock was set back) is `0s`.
    package static func text(seconds: Int) -> String {
        let seconds = max(0, seconds)
        switch seconds {
        case ..<60: return "\(seconds)s"
        case ..<3600: return "\(seconds / 60)m"
        case ..<86_400: return "\(seconds / 3600)h\(padded(seconds / 60 % 60))m"
        default: return "\(seconds / 86_400)d\(seconds / 3600 % 24)h"
        }
    }

    private static func padded(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
