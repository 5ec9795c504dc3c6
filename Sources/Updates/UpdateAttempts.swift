package import Model
package import Platform

/// What automatic updates have tried in vain, so that they do not fetch the same bundle every few minutes.
package struct UpdateAttempts: Sendable, Hashable, Codable {
    package var version: String
    package var failures: Int
    /// Milliseconds since 1970.
    package var last: Int64

    static let longestPause: Int64 = 24 * 3600

    package init(version: String, failures: Int, last: Int64) {
        self.version = version
        self.failures = failures
        self.last = last
    }

    private static func path(_ home: HomeLayout) -> String { home.applicationFolder + "/attempts.json" }

    package static func read(home: HomeLayout) -> UpdateAttempts? { JSONFile.read(path(home), as: Self.self) }

    /// Whether `version` may be tried at `now`: after ten minutes, then twice as long each time, at most a day.
    package static func mayTry(_ version: ReleaseVersion, _ attempts: UpdateAttempts?, now: Timestamp) -> Bool {
        guard let attempts, attempts.version == version.description, attempts.failures > 0 else { return true }
        let pause = min(longestPause, 600 << Int64(min(attempts.failures - 1, 20)))
        // A clock that was set back must not stop updates for ever.
        return now.milliseconds >= attempts.last + pause * 1000 || now.milliseconds < attempts.last - 60_000
    }

    package static func failed(_ version: ReleaseVersion, home: HomeLayout, now: Timestamp) {
        let before = read(home: home)
        let failures = before?.version == version.description ? before?.failures ?? 0 : 0
        let next = UpdateAttempts(version: version.description, failures: failures + 1, last: now.milliseconds)
        try? JSONFile.write(next, to: path(home))
    }

    package static func forget(home: HomeLayout) { Files.remove(path(home)) }
}
