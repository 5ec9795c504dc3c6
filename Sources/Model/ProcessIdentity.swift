/// One process, told apart from later ones of the same pid by when it began.
package struct ProcessIdentity: Sendable, Hashable, Codable {
    package var pid: Int32
    /// In a unit of the system's own: only equality means something.
    package var start: Int64

    package init(pid: Int32, start: Int64) {
        self.pid = pid
        self.start = start
    }
}
