import Foundation
import Model
import Platform

extension Updater {
    /// Runs a bundle's own programs: its version, and its check on a copy of the database, migrations included.
    ///
    /// - Returns: whether it would change the database's shape.
    /// - Throws: `.refused` with the reason.
    func check(_ folder: String, expected: ReleaseVersion) async throws(CcmuxError) -> Bool {
        progress.step("checking \(expected)")
        for program in InstalledBundles.programs where !Files.isExecutable("\(folder)/bin/\(program)") {
            throw refusal(expected, "it has no program bin/\(program)")
        }
        let version = try await versionAnswer(folder)
        let report = version == nil ? nil : try await report(folder, expected: expected)
        if let problem = Preflight.problem(version: version, report: report, expected: expected) {
            throw refusal(expected, problem)
        }
        FaultPoint.preflightDone.reached()
        guard let report, let found = report.found else { return false }
        return found < report.schema
    }

    func versionAnswer(_ folder: String) async throws(CcmuxError) -> Preflight.VersionAnswer? {
        let done: ProgramRun.Outcome
        do throws(CcmuxError) {
            done = try await ProgramRun.run(
                "\(folder)/bin/ccmux", ["version", "--json"], environment: environment, seconds: 10)
        } catch {
            throw CcmuxError(.refused, "The new bundle does not run: \(error.message)", advice: "Nothing was changed.")
        }
        guard done.status == 0 else { return nil }
        return try? JSONDecoder().decode(Preflight.VersionAnswer.self, from: Data(done.output.utf8))
    }

    private func report(
        _ folder: String, expected: ReleaseVersion
    ) async throws(CcmuxError) -> PreflightReport? {
        let work = "\(home.applicationFolder)/preflight"
        Files.removeTree(work)
        defer { Files.removeTree(work) }
        try Files.makeFolder(work)
        let copy = "\(work)/ccmux.db"
        let hasDatabase = try surroundings.copyDatabase(to: copy)
        let done: ProgramRun.Outcome
        do throws(CcmuxError) {
            done = try await ProgramRun.run(
                "\(folder)/bin/ccmuxd", ["doctor", "--preflight"] + (hasDatabase ? ["--database", copy] : []),
                environment: environment, seconds: Self.preflightSeconds)
        } catch {
            throw refusal(expected, error.message)
        }
        let json = done.output.drop { $0 != "{" }
        guard let report = try? JSONDecoder().decode(PreflightReport.self, from: Data(json.utf8)) else {
            let said = (done.output + done.errors).split(separator: "\n").last.map { ": \($0.prefix(300))" } ?? ""
            throw refusal(expected, "its check ended with status \(done.status)\(said)")
        }
        return report
    }

    private var environment: [String: String] {
        var variables = surroundings.environment
        variables["CCMUX_HOME"] = home.root
        for name in ["CCMUX_FAULT", "CCMUX_FAULT_STOP"] { variables[name] = nil }
        return variables
    }

    private func refusal(_ version: ReleaseVersion, _ what: String) -> CcmuxError {
        CcmuxError(.refused, "\(version) was not taken: \(what)", advice: "Nothing was changed; \(current) goes on.")
    }
}
