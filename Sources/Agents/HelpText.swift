/// Reads the options out of a program's `--help`.
///
/// An option begins on a line of at most eight blanks and a dash; lines that are indented deeper go on with it, for
/// some versions wrap descriptions, and lists of choices, over several lines.
struct HelpText {
    struct Option {
        var flags: [String]
        var text: String
    }

    let options: [Option]

    init(_ help: String) {
        var options: [Option] = []
        var indent = 0
        for line in help.split(separator: "\n", omittingEmptySubsequences: false).prefix(5000) {
            let blanks = line.prefix { $0 == " " }.count
            let body = line.dropFirst(blanks)
            if blanks > 0, blanks <= 8, body.hasPrefix("-") {
                options.append(Option(flags: Self.flags(body), text: String(body)))
                indent = blanks
            } else if blanks > indent, !options.isEmpty {
                options[options.count - 1].text += " " + body
            } else if !body.isEmpty {
                // A heading, or a list of commands: what follows belongs to no option.
                indent = .max
            }
        }
        self.options = options
    }

    var longFlags: Set<String> {
        Set(options.flatMap(\.flags).filter { $0.hasPrefix("--") })
    }

    /// The values in `(choices: "a", "b")` or `[possible values: a, b]` of an option.
    func choices(of flag: String) -> [String] {
        guard let option = options.first(where: { $0.flags.contains(flag) }) else { return [] }
        for (opening, closing) in [("(choices:", Character(")")), ("[possible values:", Character("]"))] {
            guard let start = option.text.firstRange(of: opening) else { continue }
            let list = option.text[start.upperBound...].prefix { $0 != closing }
            return list.split(separator: ",").map { String($0.filter { $0 != "\"" && $0 != " " }) }
        }
        // clap's long form: a bullet for each value.
        guard let start = option.text.firstRange(of: "Possible values:") else { return [] }
        return option.text[start.upperBound...].split(separator: " - ").compactMap { item in
            item.split(separator: ":").first.map { $0.filter { $0 != " " } }
        }.filter { !$0.isEmpty }
    }

    /// `-n, --name <name>` gives `-n` and `--name`.
    private static func flags(_ line: Substring) -> [String] {
        var flags: [String] = []
        for word in line.split(separator: " ") {
            guard word.hasPrefix("-") else { break }
            let flag = word.prefix { $0 != "," && $0 != "=" && $0 != "[" && $0 != "<" }
            flags.append(String(flag))
            if !word.hasSuffix(",") { break }
        }
        return flags
    }
}
