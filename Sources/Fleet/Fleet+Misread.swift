import Agents
package import Model
import Platform
import Status
import Store
import Tmux

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Fleet {
    /// Writes what is seen of a session whose state is shown wrongly: a fixture for the tests of its kind's reader, in
    /// the form of `Tests/AgentsTests/Captures`. Secrets, and the names of home and user, are taken out.
    package func reportMisread(_ word: String, as truth: AgentState) async throws(CcmuxError) -> MisreadResponse {
        let id = try resolve(word, looking: true)
        let explanation = try await explain(word)
        guard let entry = entries[id], let pane = entry.pane,
            let capture = try? await tmux.capture(pane.id, escapes: true)
        else {
            throw CcmuxError(.refused, "'\(word)' has no screen to report.", advice: "ccmux start \(word)")
        }
        let redaction = Redaction(home: options.userHome, secrets: secrets(of: entry))
        let stamp = now().rfc3339.filter(\.isNumber).prefix(14)
        let folder = "\(options.home.misreadFolder)/\(entry.record.agent)-\(stamp)"
        try Files.makeFolder(options.home.misreadFolder)
        try Files.makeFolder(folder)
        let name = SessionName(truth.rawValue) == nil ? "screen" : truth.rawValue
        let screen = redaction.apply(capture.lines.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n"))
        try Files.replace("\(folder)/\(name).ansi", with: Array(screen.utf8), durable: false)
        let facts = MisreadFacts(
            agent: entry.record.agent, state: truth.rawValue, said: entry.state.rawValue,
            rule: entry.verdict.rule.rawValue,
            title: redaction.apply(entry.watch.title ?? ""), width: entry.watch.size.0, height: entry.watch.size.1,
            captured: Int(now().seconds),
            evidence: explanation.evidence.map { evidence in
                var evidence = evidence
                evidence.says = redaction.apply(evidence.says)
                evidence.raw = evidence.raw.map(redaction.apply)
                return evidence
            })
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let json = try? encoder.encode(facts) else { throw CcmuxError(.failed, "The report cannot be written.") }
        try Files.replace("\(folder)/\(name).json", with: Array(json), durable: false)
        return MisreadResponse(path: folder, files: ["\(name).ansi", "\(name).json"])
    }

    private func secrets(of entry: Entry) -> [String] {
        let variables = entry.environment ?? agentEnvironment(of: entry.record).variables
        return variables.filter { SecretMask.isSecret(name: $0.key, value: $0.value) }.map(\.value)
    }
}

/// The truth beside a capture.
private struct MisreadFacts: Encodable {
    var agent: String
    /// What it should have been.
    var state: String
    var said: String
    var rule: String
    var title: String
    var width: Int
    var height: Int
    /// Seconds since 1970.
    var captured: Int
    var evidence: [Explanation.Evidence]
}

/// Takes out what must not leave the machine, letter for letter, so that the screen keeps its shape.
struct Redaction {
    private let words: [String]

    /// - Parameter secrets: values of variables that are masked elsewhere too.
    init(home: String, secrets: [String]) {
        let user = home.split(separator: "/").last.map(String.init) ?? ""
        // The longest first: a part of a secret must not be taken out before the whole.
        words = (secrets + [home, user]).filter { $0.count > 3 }.sorted { $0.count > $1.count }
    }

    func apply(_ text: String) -> String {
        var text = text
        for word in words {
            let filler = String(word.map { $0 == "/" ? "/" : "x" })
            text = text.split(separator: word, omittingEmptySubsequences: false).joined(separator: filler)
        }
        return Self.withoutKeys(text)
    }

    /// What looks like a key, such as `sk-ant-…` or `ghp_…`: a known beginning and 16 or more letters and digits.
    private static func withoutKeys(_ text: String) -> String {
        let beginnings = ["sk-", "ghp_", "gho_", "github_pat_", "xoxb-", "xoxp-", "AKIA", "eyJ", "glpat-"]
        var result = ""
        var word = ""
        func flush() {
            let isKey = word.count >= 20 && beginnings.contains { word.hasPrefix($0) }
            result += isKey ? String(word.map { _ in "x" }) : word
            word = ""
        }
        for character in text {
            if character.isASCII, character.isLetter || character.isNumber || character == "-" || character == "_" {
                word.append(character)
            } else {
                flush()
                result.append(character)
            }
        }
        flush()
        return result
    }
}
