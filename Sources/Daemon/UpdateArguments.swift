import Model
import Updates

/// What follows `ccmuxd update`.
struct UpdateArguments: Sendable, Hashable {
    enum Mode: Sendable, Hashable {
        case install
        case check
        case rollback
        /// Started by the daemon, in the window that the user has set.
        case automatic
        /// Started by the daemon, to finish what was cut off.
        case resume
        case faultPoints
    }

    var mode = Mode.install
    var version: ReleaseVersion?
    var channel: String?
    var json = false

    init(_ arguments: [String]) throws(CcmuxError) {
        var rest = arguments[...]
        while let word = rest.popFirst() {
            switch word {
            case "--check": mode = .check
            case "--rollback": mode = .rollback
            case "--automatic": mode = .automatic
            case "--resume": mode = .resume
            case "--fault-points": mode = .faultPoints
            case "--json": json = true
            case "--to":
                guard let text = rest.popFirst(), let version = ReleaseVersion(text) else {
                    throw CcmuxError(.invalid, "'--to' takes a version, such as 0.2.0.")
                }
                self.version = version
            case "--channel":
                guard let text = rest.popFirst(), Self.isChannel(text) else {
                    throw CcmuxError(.invalid, "'--channel' takes a name of lower-case letters, digits and '-'.")
                }
                channel = text
            default: throw CcmuxError(.invalid, "'update' knows no '\(word)'.", advice: "Use: ccmux help update")
            }
        }
        if mode == .rollback, version != nil || channel != nil {
            throw CcmuxError(.invalid, "'--rollback' goes to the version before; '--to' goes to any.")
        }
    }

    private static func isChannel(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 64
            && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
    }
}
