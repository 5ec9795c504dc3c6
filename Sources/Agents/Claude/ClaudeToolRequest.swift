package import Answers
package import Model

extension ClaudeAgent {
    package var tellsOfPermissions: Bool { true }

    /// What a PermissionRequest hook hands over.
    package func request(ofHook payload: JSONValue) -> ToolRequest? {
        guard payload["hook_event_name"]?.string == "PermissionRequest", let tool = payload["tool_name"]?.string,
            !tool.isEmpty, tool.utf8.count <= 500
        else { return nil }
        let input = payload["tool_input"]
        let subject = Self.subject(tool, input)
        var request = ToolRequest(
            tool: tool, kind: ClaudeToolSubject.state(asking: tool),
            subject: subject.map { Self.cut($0, to: Self.subjectLimit) },
            isCut: subject.map { $0.unicodeScalars.count > Self.subjectLimit } ?? false)
        if request.kind == .question { request.questions = Self.questions(input) }
        return request
    }

    /// Unicode scalars.
    private static let subjectLimit = 16_000

    /// What the tool acts on; of one that is not known, all of its input.
    private static func subject(_ tool: String, _ input: JSONValue?) -> String? {
        let keys: [String]? =
            switch tool {
            case "Bash": ["command"]
            case "Read", "Write", "Edit", "MultiEdit": ["file_path"]
            case "NotebookEdit", "NotebookRead": ["notebook_path"]
            case "LS", "Glob", "Grep": ["path"]
            case "WebFetch": ["url"]
            case "WebSearch": ["query"]
            case "ExitPlanMode": ["plan"]
            default: nil
            }
        if let keys { return keys.lazy.compactMap { input?[$0]?.string }.first { !$0.isEmpty } }
        return ClaudeToolSubject.text(input)
    }

    private static func questions(_ input: JSONValue?) -> [Approval.Question] {
        guard case .array(let questions) = input?["questions"] else { return [] }
        return questions.prefix(20).compactMap { question in
            guard let text = question["question"]?.string else { return nil }
            var options: [String] = []
            if case .array(let given) = question["options"] {
                options = given.prefix(50).compactMap { $0["label"]?.string ?? $0.string }
            }
            return Approval.Question(
                text: text, header: question["header"]?.string, options: options.map { cut($0, to: 1000) },
                isMultiple: question["multiSelect"] == true)
        }
    }

    private static func cut(_ text: String, to limit: Int) -> String {
        guard text.utf8.count > limit, text.unicodeScalars.count > limit else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit))) + "…"
    }
}
