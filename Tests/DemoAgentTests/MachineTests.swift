import Testing

import enum Model.JSONValue

@testable import DemoAgent

/// A machine and the clock it lives by; hooks end at once unless they are held.
struct Rig {
    var machine: Machine
    var now = Moment(uptime: 100, wall: 1_000_000)
    var effects: [Effect] = []
    var heldHooks: Set<String> = []

    init(mode: PermissionMode = .ask, prompt: String? = nil) {
        var options = Options()
        options.mode = mode
        machine = Machine(options: options, sessionID: "s0", directory: "/d", newIdentifier: { "id" })
        send(.started(source: "startup", prompt: prompt))
    }

    mutating func send(_ event: Event) {
        for effect in machine.handle(event, at: now) {
            effects.append(effect)
            if case .runHooks(let event, let ticket?) = effect, !heldHooks.contains(event.name) {
                send(.hooksEnded(ticket, HookVerdict()))
            }
        }
    }

    mutating func type(_ text: String) {
        send(.key(.text(text)))
        send(.key(.enter))
    }

    mutating func pass(_ seconds: Double) {
        now.uptime += seconds
        now.wall += seconds
        send(.tick)
    }

    var turn: Turn? {
        if case .working(let turn) = machine.activity { turn } else { nil }
    }

    var records: [Record] {
        effects.compactMap { if case .write(let record) = $0 { record } else { nil } }
    }

    var hooks: [String] {
        effects.compactMap { if case .runHooks(let event, _) = $0 { event.name } else { nil } }
    }

    /// The ticket of the last run of these hooks.
    func ticket(_ name: String) -> Ticket? {
        effects.compactMap { effect in
            if case .runHooks(let event, let ticket) = effect, event.name == name { ticket } else { nil }
        }.last
    }
}

@Suite struct MachineTests {
    @Test func aPromptIsRecordedThenAnswered() {
        var rig = Rig()
        rig.type("hi")
        #expect(rig.records == [.prompt("hi")])
        rig.pass(1)
        #expect(rig.records == [.prompt("hi"), .answer("ack: hi", inputTokens: 12, outputTokens: 2)])
        #expect(rig.machine.activity == .idle)
        #expect(rig.hooks == ["SessionStart", "UserPromptSubmit", "Stop"])
    }

    @Test func thePromptOfTheCommandLineWaitsForTheStartHooks() {
        var rig = Rig(prompt: "first")
        #expect(rig.records == [.prompt("first")])
        rig.type("second")
        rig.pass(1)
        rig.pass(1)
        #expect(rig.records.contains(.enqueued("second")))
        #expect(rig.records.last == .answer("ack: second", inputTokens: 12, outputTokens: 2))
    }

    @Test func whatIsTypedWhileAToolRunsIsHandedOverWithItsResultUpToACommand() throws {
        var rig = Rig()
        rig.type("[[tool ls]]")
        rig.type("1")
        guard case .command(_, let ticket)? = rig.turn?.phase else {
            Issue.record("no tool runs")
            return
        }
        for text in ["first", "/model x", "last"] { rig.type(text) }
        let before = rig.records.count
        rig.send(.commandEnded(ticket, status: 0, output: "out"))
        let handed = Array(rig.records[before...].filter { $0 == .removed("first") || $0 == .handedOver("first") })
        #expect(handed == [.removed("first"), .handedOver("first")])
        #expect(rig.machine.queue == ["/model x", "last"])
        #expect(rig.hooks.filter { $0 == "UserPromptSubmit" }.count == 2)
        for _ in 0..<6 { rig.pass(1) }
        #expect(rig.records.contains(.answer("ack: first", inputTokens: 12, outputTokens: 2)))
        #expect(rig.records.contains(.command(name: "model", argument: "x")))
        #expect(rig.records.last == .answer("ack: last", inputTokens: 12, outputTokens: 2))
    }

    @Test func commandsLeaveTheirRecords() {
        var rig = Rig()
        rig.type("/compact 1")
        rig.pass(2)
        #expect(rig.records.last == .command(name: "compact", argument: "1"))
        rig.type("/nonsense")
        #expect(rig.records.last == .unknownCommand("nonsense"))
    }

    @Test func escapeEndsTheTurnWithoutHooksAndKeepsWhatCame() {
        var rig = Rig()
        rig.type("[[slow 10]]")
        rig.pass(0.6)
        rig.send(.key(.escape))
        #expect(
            rig.records.suffix(2) == [
                .answer("w0 w1 ", inputTokens: 12, outputTokens: 0), .interrupted(duringTool: false),
            ])
        #expect(!rig.hooks.contains("Stop"))
        #expect(rig.machine.activity == .idle)
    }

    @Test func aMenuPicksByDigitAndRemembers() {
        var rig = Rig()
        rig.type("[[tool ls]]")
        #expect(rig.turn?.menu?.options.count == 3)
        #expect(Presence(rig.machine).waitingFor == "approve Bash")
        #expect(rig.hooks.suffix(3) == ["PreToolUse", "PermissionRequest", "Notification"])
        rig.send(.key(.text("2")))
        guard case .run("ls", let ticket)? = rig.effects.last else { return #expect(Bool(false)) }
        rig.send(.commandEnded(ticket, status: 0, output: "out"))
        rig.pass(1)
        #expect(rig.records.last == .answer("tool finished", inputTokens: 12, outputTokens: 2))
        rig.type("[[tool ls]]")
        #expect(rig.turn?.menu == nil)
    }

    @Test("Only some modes ask", arguments: PermissionMode.allCases)
    func modes(mode: PermissionMode) {
        var rig = Rig(mode: mode)
        rig.type("[[tool ls]]")
        #expect((rig.turn?.menu != nil) == (mode == .ask || mode == .plan))
    }

    @Test func escapeAtAMenuRejectsAndEndsTheTurn() {
        var rig = Rig()
        rig.type("[[tool ls]]")
        rig.send(.key(.escape))
        #expect(rig.records.last == .interrupted(duringTool: true))
        #expect(!rig.effects.contains { if case .run = $0 { true } else { false } })
        #expect(rig.machine.activity == .idle)
    }

    @Test func aHookAnswersTheMenuButNotOneThatIsGone() {
        var rig = Rig()
        rig.heldHooks = ["PermissionRequest"]
        rig.type("[[tool ls]]")
        let first = rig.ticket("PermissionRequest")
        rig.send(.key(.text("3")))
        rig.type("[[tool rm]]")
        let json = #"{"hookSpecificOutput":{"hookEventName":"PermissionRequest","decision":{"behavior":"allow"}}}"#
        let allow = HookVerdict(outputs: [[], Array(json.utf8)])
        rig.send(.hooksEnded(first ?? 0, allow))
        #expect(rig.turn?.menu != nil)
        rig.send(.hooksEnded(rig.ticket("PermissionRequest") ?? 0, allow))
        #expect(rig.turn?.menu == nil)
        guard case .run("rm", _)? = rig.effects.last else { return #expect(Bool(false)) }
    }

    @Test func aHookDeniesAndTheAgentReadsWhy() {
        var rig = Rig()
        rig.heldHooks = ["PermissionRequest"]
        rig.type("[[plan]]")
        let json = #"{"hookSpecificOutput":{"decision":{"behavior":"deny","message":"not yet"}}}"#
        rig.send(.hooksEnded(rig.ticket("PermissionRequest") ?? 0, HookVerdict(outputs: [Array(json.utf8)])))
        rig.pass(1)
        #expect(rig.records.last == .answer("tool failed: not yet", inputTokens: 12, outputTokens: 4))
    }

    @Test func aHookAnswersAQuestionByItsLabel() {
        var rig = Rig()
        rig.heldHooks = ["PermissionRequest"]
        rig.type("[[ask]]")
        let json = """
            {"hookSpecificOutput":{"decision":{"behavior":"allow","updatedInput":{"answers":{"Which colour?":"Blue"}}}}}
            """
        rig.send(.hooksEnded(rig.ticket("PermissionRequest") ?? 0, HookVerdict(outputs: [Array(json.utf8)])))
        #expect(rig.effects.contains(.show(.result("Which colour? Blue", isError: false))))
    }

    @Test func aStopHookHandsTheAgentMoreWork() {
        var rig = Rig()
        rig.heldHooks = ["Stop"]
        rig.type("hi")
        rig.pass(1)
        let json = #"{"decision":"block","reason":"and now this"}"#
        rig.send(.hooksEnded(rig.ticket("Stop") ?? 0, HookVerdict(outputs: [Array(json.utf8)])))
        #expect(rig.records.last == .prompt("and now this"))
        rig.pass(1)
        #expect(
            rig.effects.last
                == .runHooks(
                    .stop(lastMessage: "ack: and now this", isActive: true, background: false), rig.ticket("Stop")))
    }

    @Test func aLimitHoldsUntilItsTimeThenLifts() {
        var rig = Rig()
        rig.type("[[limit 60]]")
        #expect(rig.machine.limit?.resets == 1_000_060)
        #expect(rig.hooks.last == "StopFailure")
        rig.pass(10)
        rig.type("again")
        #expect(rig.machine.limit?.resets == 1_000_060)
        #expect(rig.machine.activity == .idle)
        rig.pass(50)
        #expect(rig.machine.limit == nil)
        rig.type("again")
        rig.pass(1)
        #expect(rig.records.last == .answer("ack: again", inputTokens: 12, outputTokens: 2))
    }

    @Test func clearEndsOneConversationBeforeItBeginsAnother() {
        var rig = Rig()
        rig.type("hi")
        rig.pass(1)
        rig.effects = []
        rig.type("/clear")
        #expect(rig.machine.sessionID == "id")
        let order = rig.effects.compactMap { effect -> String? in
            switch effect {
            case .runHooks(let event, _): event.name
            case .begin: "begin"
            default: nil
            }
        }
        #expect(order == ["SessionEnd", "begin", "SessionStart"])
        #expect(rig.records == [])
    }

    @Test func controlCClearsThenLeaves() {
        var rig = Rig()
        rig.send(.key(.text("draft")))
        rig.send(.key(.control("c")))
        #expect(rig.machine.composer.isEmpty)
        #expect(rig.machine.hint != nil)
        rig.pass(3)
        #expect(rig.machine.hint == nil)
        rig.send(.key(.control("c")))
        #expect(rig.effects.last != .exit(0))
        rig.send(.key(.control("c")))
        #expect(rig.effects.last == .exit(0))
    }

    @Test("Ways out", arguments: ["/exit", "/quit"])
    func leaves(command: String) {
        var rig = Rig()
        rig.type("[[slow 5]]")
        rig.type(command)
        #expect(rig.effects.suffix(3).first == .releaseTerminal)
        #expect(rig.effects.last == .exit(0))
        #expect(rig.hooks.last == "SessionEnd")
    }

    @Test func aSignalEndsWithItsStatusAfterTheHooksAndTwiceAtOnce() {
        var rig = Rig()
        rig.heldHooks = ["SessionEnd"]
        rig.send(.terminated(143))
        #expect(rig.effects.last == .runHooks(.sessionEnd(reason: "other"), rig.ticket("SessionEnd")))
        rig.send(.terminated(143))
        #expect(rig.effects.last == .exit(143))
    }

    @Test func nothingIsAwaitedWhileIdle() {
        var rig = Rig()
        #expect(rig.machine.deadline == .infinity)
        rig.type("[[hang 5]]")
        #expect(rig.machine.deadline == 105)
    }

    @Test(
        "Paths are no commands", arguments: [("/etc/hosts is", false), ("/clear", true), ("/ x", false), ("//", false)])
    func commands(text: String, isCommand: Bool) {
        #expect((SlashCommand(text) != nil) == isCommand)
    }

    @Test func anUntrustedFolderIsAskedAboutBeforeAnythingElse() {
        var options = Options()
        options.isUntrusted = true
        func asked() -> Rig {
            var rig = Rig()
            rig.machine = Machine(options: options, sessionID: "s0", directory: "/d", newIdentifier: { "id" })
            rig.effects = []
            rig.send(.started(source: "startup", prompt: "hi"))
            return rig
        }
        var rig = asked()
        #expect(rig.machine.menu?.details == "/d")
        #expect(rig.hooks.isEmpty)
        #expect(Presence(rig.machine).status == .waiting)
        rig.send(.key(.enter))
        #expect(rig.hooks == ["SessionStart", "UserPromptSubmit"])
        #expect(rig.records == [.prompt("hi")])
        for key in [Key.text("2"), .escape] {
            var rig = asked()
            rig.send(.key(key))
            #expect(rig.effects == [.releaseTerminal, .exit(1)])
        }
    }

    @Test func aDialogHoldsTheTurnAndBelongsToNoTool() {
        var rig = Rig()
        rig.type("[[dialog]] [[say done]]")
        #expect(rig.machine.menu == .server)
        #expect(Presence(rig.machine).waitingFor == "dialog open")
        rig.pass(100)
        #expect(rig.machine.menu == .server)
        rig.send(.key(.enter))
        rig.pass(1)
        #expect(rig.records.last == .answer("done", inputTokens: 12, outputTokens: 1))
        #expect(rig.hooks == ["SessionStart", "UserPromptSubmit", "Stop"])
    }

    @Test func workInTheBackgroundGoesOnAfterTheTurnAndStopTellsOfIt() {
        var rig = Rig()
        rig.type("[[background 60]] [[say done]]")
        rig.pass(1)
        #expect(rig.machine.activity == .idle)
        #expect(
            rig.effects.contains { if case .runHooks(.stop(_, _, background: true), _) = $0 { true } else { false } })
        #expect(rig.machine.backgroundEnd != nil)
        rig.pass(60)
        #expect(rig.machine.backgroundEnd == nil)
    }

    @Test func compactingTakesAsLongAsItIsTold() {
        var rig = Rig()
        rig.type("/compact 20")
        rig.pass(19)
        #expect(rig.turn?.verb == "Compacting conversation")
        rig.pass(1)
        #expect(rig.machine.activity == .idle)
    }

    @Test func aLargeAnswerHasItsSize() throws {
        let step = try #require(Script(prompt: "[[big 3000000]]").steps.first)
        guard case .reply(let pieces, _) = step else {
            Issue.record("\(step)")
            return
        }
        let size = pieces.reduce(0) { $0 + $1.utf8.count }
        #expect((2_900_000...3_000_000).contains(size))
    }

    @Test func aLimitIsWordedAsClaudeDoesAndKeptExactly() {
        var rig = Rig()
        rig.type("[[limit 3600]]")
        let message = "You've hit your 5-hour limit · resets 2:47pm (UTC)"
        let limit = Limit(weekly: false, resets: 1_003_600)
        #expect(rig.records.last == .refused(message: message, code: "rate_limit", limit: limit))
        rig = Rig()
        rig.type("[[weekly 172800]]")
        guard case .refused("You've hit your weekly limit · resets Jan 14, 1:47pm (UTC)", _, _) = rig.records.last
        else {
            Issue.record("\(String(describing: rig.records.last))")
            return
        }
    }
}
