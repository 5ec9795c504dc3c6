import Model

/// Refuses flags of the user's that a managed launch cannot bear.
struct FlagCheck {
    /// Flags that would undo the pinning or end the program at once, and what to do instead.
    var refused: [String: String]
    /// Those of them that have a short form of one letter.
    var short: [Character: String]
    /// Letters of other short flags that take a value, which may follow without a blank.
    var shortWithValue: Set<Character> = []

    func check(_ flags: [String], agent: String) throws(CcmuxError) {
        if let first = flags.first, !first.hasPrefix("-") {
            throw CcmuxError(
                .invalid, "'\(first)' is not a flag: what follows -- is handed to \(agent) as it is.",
                advice: "Give a first prompt with --prompt TEXT.")
        }
        for flag in flags {
            if flag == "--" {
                throw CcmuxError(
                    .invalid, "A second -- cannot be handed to \(agent).",
                    advice: "Give a first prompt with --prompt TEXT.")
            }
            guard let (name, reason) = refusal(of: flag) else { continue }
            throw CcmuxError(
                .refused, "\(agent)'s \(name) cannot be used in a managed session: \(reason).",
                details: ["flag": .string(name)])
        }
    }

    private func refusal(of flag: String) -> (String, String)? {
        if flag.hasPrefix("--") {
            let name = String(flag.prefix { $0 != "=" })
            return refused[name].map { (name, $0) }
        }
        // Letters can stand together (-cp), and a value behind its letter (-rUUID).
        guard flag.hasPrefix("-") else { return nil }
        for letter in flag.dropFirst() {
            if let name = short[letter], let reason = refused[name] { return ("-\(letter) (\(name))", reason) }
            if !letter.isLetter || shortWithValue.contains(letter) { return nil }
        }
        return nil
    }
}
