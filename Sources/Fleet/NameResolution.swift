package import Model

/// Finds the session that a word means.
package enum NameResolution {
    /// - Parameter looking: a unique prefix suffices, as it does for commands that only look.
    /// - Throws: `.notFound`, or `.ambiguous` with the candidates.
    package static func resolve(
        _ word: String, among sessions: [(name: SessionName, id: SessionID)], looking: Bool
    ) throws(CcmuxError) -> SessionID {
        if let exact = sessions.first(where: { $0.name.text == word || $0.id.text == word }) { return exact.id }
        let candidates =
            word.isEmpty ? [] : sessions.filter { $0.name.text.hasPrefix(word) }.sorted { $0.name < $1.name }
        if looking, candidates.count == 1 { return candidates[0].id }
        let names = candidates.map(\.name.text)
        let list = names.prefix(10).joined(separator: ", ") + (names.count > 10 ? ", …" : "")
        let details: [String: JSONValue] = ["candidates": .array(names.map { .string($0) })]
        if looking, !names.isEmpty {
            throw CcmuxError(
                .ambiguous, "'\(word)' could be \(list).", advice: "Type more of the name.", details: details)
        }
        throw CcmuxError(
            .notFound, "There is no session '\(word)'.",
            advice: names.isEmpty
                ? "ccmux list shows them all." : "Did you mean \(list)? Here the whole name is needed.",
            details: details)
    }
}
