import Model

extension ProcessTable {
    /// The pids above a process, the nearest first, up to the one that has none.
    package static func ancestors(of pid: Int32) -> [Int32] {
        var found: [Int32] = []
        var next = parent(of: pid)
        while let parent = next, parent > 0, found.count < 100, !found.contains(parent) {
            found.append(parent)
            next = self.parent(of: parent)
        }
        return found
    }

    /// CPU seconds that a process, those below it, and those that ended below it have used; 0 where it is not known.
    package static func cpuSeconds(ofTree pid: Int32) -> Double {
        ([pid] + descendants(of: pid).map(\.pid)).reduce(0) { $0 + cpuSeconds(of: $1) }
    }

    /// Whether a process of ours was started with a variable of this name.
    package static func hasVariable(_ name: String, _ pid: Int32) -> Bool {
        let wanted = Array((name + "=").utf8)
        return environment(of: pid).split(separator: 0).contains { $0.starts(with: wanted) }
    }

    /// A process of ours in whose command line a word contains `text`.
    package static func first(naming text: String) -> (pid: Int32, command: String)? {
        for pid in allPIDs() {
            let words = command(of: pid)
            if words.contains(where: { $0.contains(text) }) { return (pid, words.joined(separator: " ")) }
        }
        return nil
    }
}
