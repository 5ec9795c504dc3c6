import Client
import Model

/// A tool's input for people: what JSON escapes is text again.
package enum ToolInput {
    /// `name: value` for each member, texts of several lines below their name; JSON that cannot be read stays as it is.
    package static func text(_ json: String) -> String {
        guard let value = try? JSONCoding.decode(JSONValue.self, from: json.utf8) else { return json }
        return lines(value).joined(separator: "\n")
    }

    private static let deepest = 20

    private static func lines(_ value: JSONValue, depth: Int = 0) -> [String] {
        guard depth < deepest else { return ["…"] }
        switch value {
        case .object(let members):
            return members.sorted { $0.key < $1.key }.flatMap { named($0.key + ":", $0.value, depth) }
        case .array(let items):
            return items.flatMap { named("-", $0, depth) }
        case .string(let text):
            return text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
        default:
            return [EventLine.compact(value)]
        }
    }

    private static func named(_ name: String, _ value: JSONValue, _ depth: Int) -> [String] {
        let lines = lines(value, depth: depth + 1)
        let isOneText = if case .object = value { false } else { lines.count == 1 }
        if isOneText { return ["\(name) \(lines[0])"] }
        if lines.isEmpty { return [name] }
        return [name] + lines.map { "  " + $0 }
    }
}
