package import Model

extension Fleet {
    /// Writes a prompt down for a session; it is delivered after those before it. Returns once it is on disk.
    ///
    /// - Parameters:
    ///   - source: who sends it: `user`, or the rule that does.
    ///   - key: the sender's own id for it. Of the same one the entry that is there already is returned.
    /// - Throws: `.refused` for a stopped session, `.invalid` for a text that cannot be typed, `.exists` for a key that
    ///   was used for another text.
    @discardableResult
    package func post(
        _ text: String, to id: SessionID, source: String, key: String? = nil, when: Delivery.When = .now,
        notBefore: Timestamp? = nil, expires: Timestamp? = nil, submit: Bool = true
    ) throws(CcmuxError) -> Delivery {
        throw CcmuxError(.failed, "not there yet")
    }

    /// Tries the oldest open entry of a session's, if nothing is doing so already.
    func deliverSoon(_ id: SessionID) {}

    func tickOutbox(_ moment: Timestamp) {}
}
