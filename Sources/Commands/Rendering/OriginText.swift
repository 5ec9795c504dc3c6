import Model

/// Where a session's conversation came from.
enum OriginText {
    static func row(_ origin: SessionOrigin) -> (String, String) {
        let from = [origin.session.map { "'\($0)'" }, origin.conversation.text].compactMap(\.self)
        switch origin.way {
        case .fork: return ("forked from", "\(from.joined(separator: ", ")), \(origin.at.rfc3339)")
        case .plain: return ("adopted", origin.at.rfc3339)
        case .takeover: return ("adopted", "\(origin.at.rfc3339), taken over")
        }
    }
}
