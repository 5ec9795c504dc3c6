import Agents
import Config
import Model
import Platform
import Store
import Updates

/// `doctor --preflight`: whether this program could be the daemon of this home. Changes nothing but the copy of the
/// database that it is given, which it migrates and reads.
struct DoctorPreflight {
    let home: HomeLayout
    let environment: [String: String]

    /// Prints a `PreflightReport`; 0 when all is well, else 1.
    func main(_ arguments: [String]) async throws(CcmuxError) -> Int32 {
        var database: String?
        var rest = arguments.filter { $0 != "--preflight" && $0 != "--json" }
        if rest.count == 2, rest[0] == "--database", rest[1].hasPrefix("/") {
            database = rest[1]
            rest = []
        }
        guard rest.isEmpty else {
            throw CcmuxError(.invalid, "'doctor --preflight' takes --database and the absolute path of a copy.")
        }
        // The database of the home itself belongs to its daemon.
        if let database, Files.realPath(database) == Files.realPath(home.database) {
            throw CcmuxError(.refused, "\(database) is the database itself; the check needs a copy.")
        }
        let report = await report(database)
        try JSONOutput.print(report)
        return report.ok ? 0 : 1
    }

    private func report(_ database: String?) async -> PreflightReport {
        var problems: [String] = []
        do throws(CcmuxError) {
            let configuration = try Configuration.load(path: home.configuration)
            _ = try BundlePath.ccmux(home: home)
            _ = try await TmuxProgram.find(configuration.tmux, environment: environment)
        } catch {
            problems.append([error.message, error.advice].compactMap { $0 }.joined(separator: " "))
        }
        let found = database.flatMap { Store.writtenSchema($0) }
        if let database {
            do throws(CcmuxError) {
                let store = try Store(path: database)
                _ = try store.sessions()
                _ = try store.runtimes()
            } catch {
                problems.insert([error.message, error.advice].compactMap { $0 }.joined(separator: " "), at: 0)
            }
        }
        return PreflightReport(
            version: ccmuxVersion, ok: problems.isEmpty, schema: Store.schema, found: found, problems: problems)
    }
}
