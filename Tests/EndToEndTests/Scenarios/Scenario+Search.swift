import Client
import Model
import Platform
import Testing

/// What was said is found.
extension Scenario {
    /// A word that was said a moment ago, in conversations and on screens; not any more once its transcript is gone.
    static func finds(_ agent: AgentUnderTest) async throws {
        try await Installation.with(agent) { installation in
            try await installation.make("api")
            try await installation.done("send", "api", "first quince marmalade", "--wait", "--timeout", "60")
            let page = try await search(installation, "quince marmal*")
            #expect(page.hits.contains { $0.role == .user && $0.name?.text == "api" }, "\(page)")
            #expect(page.hits.contains { $0.role == .agent }, "\(page)")
            #expect(try await search(installation, "quince", "--role", "tool").hits.isEmpty)
            #expect(try await search(installation, "quince", "--until", "1d").hits.isEmpty)
            #expect(try await search(installation, "quince", "--session", "api").hits.count == page.hits.count)

            // At once, before the index has looked around by itself.
            try await installation.done("send", "api", "second medlar", "--wait", "--timeout", "60")
            let next = try await search(installation, "medlar", "--role", "user")
            #expect(next.hits.count == 1, "\(next)")
            let text = try await installation.done("search", "medlar", "--role", "user")
            #expect(text.contains("«medlar»") && text.contains("ccmux transcript"), "\(text)")

            let opened = try await installation.done("search", "medlar", "--role", "user", "--open", "1")
            #expect(opened.contains("▼ here") && opened.contains("second medlar"), "\(opened)")

            let onScreen = try await installation.done("search", "--screen", "SECOND MEDLAR")
            #expect(onScreen.contains("api") && onScreen.contains("live"), "\(onScreen)")
            let refused = try await installation.ccmux("search", "!!!")
            #expect(refused.status == 64 && refused.errors.contains("no word"), "\(refused.text)")
            let status = try await installation.done("search", "--status")
            #expect(status.contains("Transcripts") && status.contains("Texts"), "\(status)")
        }
    }

    private static func search(_ installation: Installation, _ arguments: String...) async throws -> SearchPage {
        let finished = try await installation.ccmux(["search"] + arguments + ["--json"])
        guard finished.status == 0 else { throw Failure("search \(arguments): \(finished.text)") }
        return try JSONCoding.decode(SearchPage.self, from: finished.output.utf8)
    }
}
