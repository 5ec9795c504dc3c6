import Model
import Platform

/// What `adopt` and `fork` made.
enum AdoptionText {
    static func report(_ result: AdoptionResult, _ output: OutputOptions) throws {
        try output.print(result) { lines(result) }
        if !output.json { StandardStreams.report((result.notes ?? []).map { SafeText.oneLine("ccmux: \($0)") }) }
        guard result.session.process == .blocked else { return }
        let name = result.session.name
        throw CcmuxError(
            .refused, "'\(name)' was made, but is blocked: \(result.session.detail ?? "no reason is known")",
            advice: "It starts once that is mended; 'ccmux rm \(name)' takes it away and leaves the conversation.")
    }

    static func lines(_ result: AdoptionResult) -> [String] {
        var lines = [SessionOptions.summary(result.session)]
        if result.way == .fork { lines.append("a copy of \(result.from)") }
        if !result.ended.isEmpty { lines.append("ended: \(pids(result.ended))") }
        if !result.left.isEmpty { lines.append("still running, started by it: \(pids(result.left))") }
        return lines
    }

    private static func pids(_ pids: [Int32]) -> String {
        "process\(pids.count == 1 ? "" : "es") \(pids.map(String.init).joined(separator: ", "))"
    }
}
