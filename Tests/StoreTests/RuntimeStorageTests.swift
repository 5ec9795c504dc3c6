import Model
import Testing

@testable import Store

@Suite("What was last seen of a session")
struct RuntimeStorageTests {
    let folder: StoreFolder

    init() throws { folder = try StoreFolder() }

    @Test("It comes back whole after reopening, the latest of several")
    func roundTrip() throws {
        let session = try record("api")
        let runtime = RuntimeRecord(
            nonce: "n1", runner: ProcessIdentity(pid: 10, start: 77), agent: ProcessIdentity(pid: 11, start: 78),
            launchedSettings: session.settings, launches: 3, restarts: 2, startedAt: moment, lastExit: "signal 9",
            lastExitAt: moment, retryAt: moment, blocked: "its directory is gone", state: .idle, stateSince: moment,
            transcript: "/t/x.jsonl", lastSequence: 41)
        var store: Store? = try folder.open()
        try store?.insert(session, event: nil)
        try store?.saveRuntime(RuntimeRecord(), for: session.id, events: [])
        let stored = try store?.saveRuntime(
            runtime, for: session.id, events: [event("agent.exited", of: session.id), event("agent.started")])
        #expect(stored?.map(\.id) == [1, 2])
        store = nil
        #expect(try folder.open().runtimes() == [session.id: runtime])
    }

    @Test("Of an unknown session nothing is stored, events included")
    func unknownSession() throws {
        let store = try folder.open()
        let error = failure { () throws(CcmuxError) in
            try store.saveRuntime(RuntimeRecord(), for: .random(), events: [event("x")])
        }
        #expect(error?.code == .notFound)
        #expect(try store.events(since: nil, limit: 10, session: nil).events.isEmpty)
    }

    @Test(
        "Other versions' objects are read as far as they can be understood",
        arguments: [
            ("{}", RuntimeRecord()),
            (#"{"launches": 2, "hovering": {"a": [1]}}"#, RuntimeRecord(launches: 2)),
            (
                #"{"launches": "two", "restarts": 1, "state": "dreaming"}"#,
                RuntimeRecord(restarts: 1, state: AgentState(rawValue: "dreaming"))
            ),
            (#"{"runner": {"pid": "x"}, "lastSequence": 9, "startedAt": "noon"}"#, RuntimeRecord(lastSequence: 9)),
        ])
    func tolerant(body: String, expected: RuntimeRecord) throws {
        let session = try record("api")
        var store: Store? = try folder.open()
        try store?.insert(session, event: nil)
        try store?.saveRuntime(RuntimeRecord(), for: session.id, events: [])
        store = nil
        try folder.tamper("UPDATE runtime SET body = '\(body)'")
        #expect(try folder.open().runtimes() == [session.id: expected])
    }

    @Test("One that is no JSON object is left out", arguments: ["[]", "", "{", "null"])
    func damaged(body: String) throws {
        let sessions = [try record("api"), try record("web")]
        var store: Store? = try folder.open()
        for session in sessions {
            try store?.insert(session, event: nil)
            try store?.saveRuntime(RuntimeRecord(launches: 1), for: session.id, events: [])
        }
        store = nil
        try folder.tamper("UPDATE runtime SET body = '\(body)' WHERE session = '\(sessions[0].id)'")
        #expect(try folder.open().runtimes() == [sessions[1].id: RuntimeRecord(launches: 1)])
    }
}
