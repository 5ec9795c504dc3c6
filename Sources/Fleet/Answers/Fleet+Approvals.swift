import Model

extension Fleet {
    func followApproval(_ id: SessionID) {}
}
