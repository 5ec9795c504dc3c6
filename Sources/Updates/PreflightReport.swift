import Model

/// What `ccmuxd doctor --preflight` prints as JSON: whether this program could be the daemon here.
package struct PreflightReport: Sendable, Hashable, Codable {
    package var version: String
    package var ok: Bool
    /// The schema that this program brings a database to.
    package var schema: Int
    /// The schema that the given database had; nil without one.
    package var found: Int?
    /// Sentences, first the one that matters most.
    package var problems: [String]

    package init(version: String, ok: Bool, schema: Int, found: Int?, problems: [String]) {
        self.version = version
        self.ok = ok
        self.schema = schema
        self.found = found
        self.problems = problems
    }
}

/// What is asked of a bundle before it is used.
package enum Preflight {
    /// What `ccmux version --json` prints.
    struct VersionAnswer: Decodable {
        var version: String
    }

    /// Why a bundle is not taken, from what its programs said; nil when it is.
    static func problem(version: VersionAnswer?, report: PreflightReport?, expected: ReleaseVersion) -> String? {
        guard let version else { return "its program does not say its version" }
        guard version.version == expected.description else {
            return "its program says that it is version \(shown(version.version)), not \(expected)"
        }
        guard let report else { return "its daemon does not answer the check" }
        guard report.version == expected.description else {
            return "its daemon says that it is version \(shown(report.version)), not \(expected)"
        }
        guard !report.ok else { return nil }
        return report.problems.first.map { shown($0) } ?? "its own check failed"
    }

    private static func shown(_ text: String) -> String {
        String(text.prefix(300).map { $0.isNewline || $0 < " " ? " " : $0 })
    }
}
