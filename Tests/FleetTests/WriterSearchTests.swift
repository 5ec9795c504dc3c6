import Agents
import Model
import Testing

@testable import Fleet

private let root = "/home/u/.claude/projects"
private let here = "/home/u/src/web"
private let now = Timestamp(milliseconds: 1_795_000_000_000)
private let ours = ConversationID("11111111-1111-4111-8111-111111111111") ?? .random()
private let other = ConversationID("22222222-2222-4222-8222-222222222222") ?? .random()

@Suite struct WriterSearchTests {
    struct Case: CustomTestStringConvertible {
        var testDescription: String
        var processes: [AgentProcess]
        var isNewest = true
        /// Their pids and evidence, in this order.
        var found: [String]
    }

    static func process(
        _ pid: Int32, _ claim: ConversationClaim = .untold, said: ConversationID? = nil, open: Set<ConversationID> = [],
        in directory: String? = here, began: Double = -60, root: String = root, managed: Bool = false
    ) -> AgentProcess {
        AgentProcess(
            process: ProcessIdentity(pid: pid, start: 1), root: root, claim: claim, said: said, open: open,
            directory: directory, began: now.adding(seconds: began), command: "claude", isManaged: managed)
    }

    static let cases: [Case] = [
        Case(testDescription: "nothing runs", processes: [], found: []),
        Case(testDescription: "its file names it", processes: [process(1, said: ours)], found: ["1 sessionFile"]),
        Case(
            testDescription: "its file comes before its command line: it went on to another conversation",
            processes: [process(1, .conversation(ours), said: other)], found: []),
        Case(
            testDescription: "its command line names it", processes: [process(1, .conversation(ours))],
            found: ["1 commandLine"]),
        Case(
            testDescription: "its command line names another", processes: [process(1, .conversation(other))], found: []),
        Case(testDescription: "it has it open", processes: [process(1, open: [ours])], found: ["1 openFile"]),
        Case(
            testDescription: "it has another one open", processes: [process(1, .conversation(ours), open: [other])],
            found: []),
        Case(
            testDescription: "a server has it open", processes: [process(1, .server, open: [ours])],
            found: ["1 openFile"]),
        Case(
            testDescription: "beside a server its screen is guessed",
            processes: [process(1, .server, open: [ours]), process(2)], found: ["1 openFile", "2 guess"]),
        Case(testDescription: "a server without it is none", processes: [process(1, .server)], found: []),
        Case(testDescription: "directory and time fit", processes: [process(1)], found: ["1 guess"]),
        Case(testDescription: "another directory", processes: [process(1, in: "/home/u")], found: []),
        Case(testDescription: "it began after the last word", processes: [process(1, began: 30)], found: []),
        Case(
            testDescription: "a newer one is in the directory: that is guessed at, not this one",
            processes: [process(1)], isNewest: false, found: []),
        Case(
            testDescription: "surer ones leave no guess", processes: [process(2), process(1, said: ours)],
            found: ["1 sessionFile"]),
        Case(testDescription: "one of ours is never guessed at", processes: [process(1, managed: true)], found: []),
        Case(
            testDescription: "another home's files", processes: [process(1, said: ours, root: "/home/v/projects")],
            found: []),
        Case(
            testDescription: "two write it, the surer first",
            processes: [process(9, .conversation(ours)), process(8, said: ours), process(7, .conversation(ours))],
            found: ["8 sessionFile", "7 commandLine", "9 commandLine"]),
    ]

    @Test(arguments: cases) func `who writes a conversation`(_ it: Case) {
        let subject = WriterSearch.Subject(
            uuid: ours, root: root, directory: here, modified: now, isNewest: it.isNewest)
        let found = WriterSearch.writers(of: subject, among: it.processes)
        #expect(found.map { "\($0.process.pid) \($0.evidence.rawValue)" } == it.found)
    }
}

@Suite struct AdoptionRulesTests {
    struct Case: CustomTestStringConvertible {
        var testDescription: String
        var way: AdoptRequest.Way
        var writers: [ConversationWriter] = []
        var force = false
        var pid: Int32?
        var kept: Set<Int32> = []
        /// Pids that are ended; nil where it is refused.
        var ends: [Int32]?
        /// What the refusal tells.
        var says = ""
    }

    static func writer(
        _ pid: Int32, _ evidence: ConversationWriter.Evidence = .sessionFile, server: Bool = false, others: Int = 0,
        managed: Bool = false
    ) -> ConversationWriter {
        ConversationWriter(
            process: ProcessIdentity(pid: pid, start: 5), evidence: evidence, command: "claude", isServer: server,
            others: others, isManaged: managed)
    }

    static let cases: [Case] = [
        Case(testDescription: "plain, nobody", way: .plain, ends: []),
        Case(testDescription: "plain, live", way: .plain, writers: [writer(7)], ends: nil, says: "--fork"),
        Case(testDescription: "plain, a guess", way: .plain, writers: [writer(7, .guess)], ends: nil, says: "--pid 7"),
        Case(testDescription: "fork, live", way: .fork, writers: [writer(7)], ends: []),
        Case(testDescription: "fork of a managed one", way: .fork, writers: [writer(7, managed: true)], ends: []),
        Case(testDescription: "takeover, nobody", way: .takeover, ends: []),
        Case(testDescription: "takeover, live", way: .takeover, writers: [writer(7)], ends: [7]),
        Case(testDescription: "takeover, two", way: .takeover, writers: [writer(7), writer(8)], ends: [7, 8]),
        Case(testDescription: "a guess is not ended", way: .takeover, writers: [writer(7, .guess)], says: "guess"),
        Case(
            testDescription: "not even by force", way: .takeover, writers: [writer(7, .guess)], force: true,
            says: "guess"),
        Case(testDescription: "unless it is named", way: .takeover, writers: [writer(7, .guess)], pid: 7, ends: [7]),
        Case(testDescription: "the wrong name", way: .takeover, writers: [writer(7)], pid: 8, says: "Those that do: 7"),
        Case(testDescription: "a name and nobody", way: .takeover, pid: 8, says: "Nothing does"),
        Case(
            testDescription: "one that a ccmux runs", way: .takeover, writers: [writer(7, managed: true)], force: true,
            says: "ccmux runs"),
        Case(
            testDescription: "one above the caller", way: .takeover, writers: [writer(7)], force: true, kept: [1, 7],
            says: "runs below"),
        Case(
            testDescription: "a server of this one alone", way: .takeover,
            writers: [writer(7, .openFile, server: true)],
            ends: [7]),
        Case(
            testDescription: "a server of others too", way: .takeover,
            writers: [writer(7, .openFile, server: true, others: 2)], says: "2 others"),
        Case(
            testDescription: "that by force", way: .takeover,
            writers: [writer(7, .openFile, server: true, others: 2)], force: true, ends: [7]),
    ]

    @Test(arguments: cases) func `what is ended, and what is refused`(_ it: Case) throws {
        let wish = AdoptionRules.Wish(
            conversation: ours, way: it.way, force: it.force, pid: it.pid, kept: it.kept)
        guard let ends = it.ends else {
            let error = #expect(throws: CcmuxError.self) { try AdoptionRules.targets(wish, it.writers) }
            #expect(error?.code == .refused)
            let told = "\(error?.message ?? "") \(error?.advice ?? "")"
            #expect(told.contains(it.says))
            return
        }
        #expect(try AdoptionRules.targets(wish, it.writers).map(\.process.pid) == ends)
    }
}
