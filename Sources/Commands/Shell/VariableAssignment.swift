package import Model

/// `K=V` as `--env` and `set NAME env` take it.
package struct VariableAssignment: Sendable, Hashable {
    package var name: String
    package var value: String

    /// - Throws: `.invalid` without a `=`, or when the part before it cannot be the name of a variable.
    package init(_ text: String) throws(CcmuxError) {
        guard let equals = text.firstIndex(of: "=") else {
            throw CcmuxError(.invalid, "'\(text)' is not NAME=VALUE.", advice: "'\(text)=' sets it to nothing.")
        }
        name = String(text[..<equals])
        value = String(text[text.index(after: equals)...])
        try Self.check(name)
    }

    package static func check(_ name: String) throws(CcmuxError) {
        let isName = name.utf8.enumerated().allSatisfy { index, byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"): index > 0
            default: false
            }
        }
        guard isName, !name.isEmpty else {
            throw CcmuxError(
                .invalid, "'\(name)' is not the name of a variable.",
                advice: "Letters, digits and '_' can stand in it, and it does not begin with a digit.")
        }
    }

    /// The assignments as a table; a later one of the same name wins.
    package static func table(_ texts: [String]) throws(CcmuxError) -> [String: String] {
        var result: [String: String] = [:]
        for text in texts {
            let assignment = try VariableAssignment(text)
            result[assignment.name] = assignment.value
        }
        return result
    }
}
