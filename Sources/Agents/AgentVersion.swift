/// The numbers of a version as agents print it: `2.1.139 (Claude Code)`, `codex-cli 0.163.0`.
struct AgentVersion: Sendable, Comparable {
    private var parts: [Int] = []

    /// No version at all, older than any, for a text that names none.
    init(_ text: String?) {
        let words = (text ?? "").split { !($0.isNumber || $0 == ".") }
        guard let word = words.first(where: { $0.contains(".") && $0.first?.isNumber == true }) else { return }
        let parts = word.split(separator: ".").map { Int($0) }
        // A part beyond any number is no version.
        guard !parts.contains(nil) else { return }
        self.parts = parts.compactMap(\.self)
    }

    static func < (a: AgentVersion, b: AgentVersion) -> Bool {
        for index in 0..<max(a.parts.count, b.parts.count) {
            let (left, right) = (a.parts.dropFirst(index).first ?? 0, b.parts.dropFirst(index).first ?? 0)
            if left != right { return left < right }
        }
        return false
    }

    static func == (a: AgentVersion, b: AgentVersion) -> Bool { !(a < b) && !(b < a) }
}
