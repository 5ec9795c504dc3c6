package import Model

/// An error as a person reads it on stderr: what happened, then what to do.
package enum FailureText {
    package static func lines(_ error: CcmuxError, about name: String? = nil) -> [String] {
        let subject = name.map { error.message.contains($0) ? "" : "\($0): " } ?? ""
        var lines = ["ccmux: " + SafeText.oneLine(subject + error.message)]
        if let advice = error.advice { lines += SafeText.lines(advice).filter { !$0.isEmpty } }
        if case .array(let items)? = error.details?["candidates"] {
            let candidates = items.compactMap(\.string).filter { name in !lines.contains { $0.contains(name) } }
            if !candidates.isEmpty {
                lines.append("It could be: " + SafeText.oneLine(candidates.joined(separator: ", ")))
            }
        }
        return lines
    }

    /// The status to exit with: a daemon that did not start says its own.
    package static func exitStatus(_ error: CcmuxError) -> Int32 {
        if let status = error.details?["exitStatus"]?.integer, (1...255).contains(status) { return Int32(status) }
        return error.code.exitStatus
    }

    /// The status of several errors together: the worst is the highest.
    package static func exitStatus(_ errors: [CcmuxError]) -> Int32 {
        errors.map { exitStatus($0) }.max() ?? 0
    }
}
