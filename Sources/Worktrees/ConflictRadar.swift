package import Model
import Platform

/// Finds sessions that are in each other's way. What it has compared once it remembers by the commits, and where no
/// branch has moved it runs nothing.
package actor ConflictRadar {
    /// Where a session works.
    package struct Seat: Sendable, Hashable {
        package var session: SessionName
        package var glance: GitGlance

        package init(session: SessionName, glance: GitGlance) {
            self.session = session
            self.glance = glance
        }
    }

    private struct Pair: Hashable {
        var a: String
        var b: String
    }

    private let git: Git
    /// A folder for objects that git makes only to compare.
    private let scratch: String
    private var known: [Pair: MergeForecast] = [:]
    private var last: (seats: [Seat], list: ConflictList)?

    /// Comparisons that are made in one look; the rest is said to be left out.
    static let pairLimit = 200
    /// Seconds that one look may take.
    static let budget = 20.0

    package init(git: Git, scratch: String) {
        self.git = git
        self.scratch = scratch
    }

    /// Those in one worktree. Pure.
    package static func sharing(_ seats: [Seat]) -> [WorktreeConflict] {
        Dictionary(grouping: seats, by: \.glance.top).filter { $0.value.count > 1 }.sorted { $0.key < $1.key }
            .map { top, seats in
                WorktreeConflict(
                    kind: "shared", sessions: seats.map(\.session).sorted(), directory: top,
                    branches: seats[0].glance.branch.map { [$0] } ?? [])
            }
    }

    /// All conflicts between these sessions.
    package func look(at seats: [Seat]) async -> ConflictList {
        let seats = seats.sorted { $0.session < $1.session }
        if let last, last.seats == seats { return last.list }
        var list = ConflictList(conflicts: Self.sharing(seats))
        let deadline = monotonicSeconds() + Self.budget
        var isWhole = true
        for (_, seats) in Dictionary(grouping: seats, by: \.glance.commonFolder).sorted(by: { $0.key < $1.key }) {
            let branches = Dictionary(grouping: seats.filter { $0.glance.branch != nil }) { $0.glance.branch ?? "" }
            guard branches.count > 1, let place = seats.first?.glance.top else { continue }
            do throws(CcmuxError) {
                isWhole = try await look(branches, in: place, until: deadline, &list) && isWhole
            } catch {
                isWhole = false
                list.notes.append("Branches in \(place) were not compared: \(error.message)")
            }
        }
        // Where something was left out the next look goes on.
        last = isWhole ? (seats, list) : nil
        return list
    }

    private func look(
        _ branches: [String: [Seat]], in place: String, until deadline: Double, _ list: inout ConflictList
    ) async throws(CcmuxError) -> Bool {
        let repository = try await Repository.find(place, git: git)
        guard repository.version >= .mergesTrees else {
            list.notes.append(
                "Branches in \(repository.root) were not compared: that needs git \(GitVersion.mergesTrees), "
                    + "and this is \(repository.version).")
            return true
        }
        let tips = try await repository.tips(of: branches.keys.sorted())
        let names = tips.keys.sorted()
        var made = 0
        var leftOut = 0
        defer { if made > 0 { SystemFolder.remove(scratch) } }
        for (index, first) in names.enumerated() {
            for second in names[(index + 1)...] {
                guard let a = tips[first], let b = tips[second], a != b else { continue }
                let pair = Pair(a: min(a, b), b: max(a, b))
                if known[pair] == nil {
                    guard made < Self.pairLimit, monotonicSeconds() < deadline else {
                        leftOut += 1
                        continue
                    }
                    made += 1
                    try Files.makeFolder(scratch)
                    known[pair] = try await repository.forecast(pair.a, pair.b, scratch: scratch)
                }
                guard let forecast = known[pair], !forecast.isClean else { continue }
                let sessions = ((branches[first] ?? []) + (branches[second] ?? [])).map(\.session)
                list.conflicts.append(
                    WorktreeConflict(
                        kind: "merge", sessions: sessions.sorted(), directory: repository.root,
                        branches: [first, second], files: Array(forecast.files.prefix(20)),
                        fileCount: forecast.files.count))
            }
        }
        if known.count > 5_000 { known = [:] }
        if leftOut > 0 {
            list.notes.append("\(leftOut) pairs of branches in \(repository.root) are not compared yet.")
        }
        return leftOut == 0
    }
}

extension Repository {
    /// The last commits of branches; those that are not there are left out.
    func tips(of branches: [String]) async throws(CcmuxError) -> [String: String] {
        let output = try await git.run(
            ["for-each-ref", "--format=%(objectname) %(refname)"] + branches.map { "refs/heads/\($0)" }, in: root
        ).text
        let wanted = Set(branches)
        var result: [String: String] = [:]
        for line in output.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, parts[1].hasPrefix("refs/heads/") else { continue }
            let branch = String(parts[1].dropFirst(11))
            if wanted.contains(branch) { result[branch] = String(parts[0]) }
        }
        return result
    }
}
