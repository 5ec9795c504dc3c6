package import Model

extension Fleet {
    /// Wakes a hibernated session; does nothing for any other.
    package func wake(_ id: SessionID) async throws(CcmuxError) {}

    func tickHibernation(_ moment: Timestamp) {}
}
