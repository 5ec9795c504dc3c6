import ArgumentParser
package import Model

/// The names of states, as `--for`, `--state` and `--is` take them.
package enum StateNames {
    /// As the documentation lists them.
    package static let all = [
        AgentState.starting, .working, .compacting, .idle, .permission, .question, .plan, .trust, .dialog, .resume,
        .login, .limited, .error, .crashed, .blocked, .exited, .hibernated, .stopped, .unknown,
    ].map(\.rawValue)

    static let completion = CompletionKind.list(all)

    /// One state, or several with commas between.
    ///
    /// - Throws: a `ValidationError` that names the option and the nearest state. The wire may know further states, but
    ///   a slip here would be waited for without an end.
    package static func parse(_ text: String, option: String) throws -> Set<AgentState> {
        Set(
            try text.split(separator: ",", omittingEmptySubsequences: false).map { word in
                let name = word.lowercased()
                guard all.contains(name) else { throw unknown(String(word), option: option) }
                return AgentState(rawValue: name)
            })
    }

    private static func unknown(_ word: String, option: String) -> ValidationError {
        let nearest = NearestWord.find(word, among: all)
        let hint = nearest.map { "; did you mean '\($0)'?" } ?? ". States: \(all.joined(separator: ", "))."
        return ValidationError("\(option): there is no state '\(SafeText.oneLine(word))'\(hint)")
    }
}
