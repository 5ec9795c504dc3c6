import Foundation
import Model
import Testing

@testable import DemoAgent

/// The agent as a person meets it: on a real terminal.
@Suite struct TerminalTests {
    let uuid = UUID().uuidString.lowercased()

    @Test func aPromptIsAnsweredOnTheScreenAndInTheTranscriptAndResumeShowsIt() async throws {
        let pane = try Pane()
        try pane.start("--session-id", uuid, "--name", "api")
        try await pane.waitFor("default mode")
        #expect(try pane.transcripts.isEmpty)
        try pane.submit("hello wörld")
        try await pane.waitFor("● ack: hello wörld")
        let records = try await Pane.wait("answer", state: { try pane.transcripts[uuid] ?? [] }) { $0.count == 2 }
        #expect(records.map { $0["type"] } == ["user", "assistant"])
        #expect(records[1]["parentUuid"] == records[0]["uuid"])
        #expect(try pane.title.hasPrefix("✳ api"))
        #expect(try pane.sessionFiles.first?["sessionId"]?.string == uuid)

        try pane.submit("/exit")
        try await pane.waitFor("shell") { $0.hasSuffix("$") || $0.contains("\n$ \n") || $0.contains("\n$\n") }
        #expect(try pane.sessionFiles.isEmpty)
        try pane.tmux("clear-history", "-t", "=s:")
        try pane.submit("clear")
        try pane.start("--resume", uuid)
        try await pane.waitFor("● ack: hello wörld")
        try pane.submit("more")
        let longer = try await Pane.wait("more", state: { try pane.transcripts[uuid] ?? [] }) { $0.count == 4 }
        #expect(longer[2]["parentUuid"] == longer[1]["uuid"])
    }

    @Test func killedInTheMiddleOfATurnItResumesWithThePrompt() async throws {
        let pane = try Pane()
        try pane.start("--session-id", uuid, "[[slow 60]]")
        let pid = try await pane.pid(status: "busy")
        try await pane.waitFor("● w0 w1")
        kill(pid, SIGKILL)
        // What a crash leaves: a raw terminal. A supervisor repairs it, here the shell does.
        try await pane.waitFor("Killed")
        try pane.key("C-j")
        try pane.type("stty sane; clear")
        try pane.key("C-j")
        try pane.start("--resume", uuid)
        try await pane.waitFor("resumed") { $0.contains("❯ [[slow 60]]") && $0.contains("default mode") }
        try pane.submit("still there?")
        try await pane.waitFor("● ack: still there?")
        #expect(try pane.transcripts.count == 1)
    }

    @Test func clearChangesTheUuidAndTellsTheHooks() async throws {
        let pane = try Pane()
        let settings = pane.loggingHooks(["SessionStart", "UserPromptSubmit", "Stop", "SessionEnd"])
        try pane.start("--session-id", uuid, "--settings", settings)
        try await pane.waitFor("default mode")
        try pane.submit("one")
        try await pane.waitFor("● ack: one")
        _ = try await pane.pid(status: "idle")
        try pane.submit("/clear")
        let files = try await Pane.wait("new uuid", state: { try pane.sessionFiles }) {
            $0.first?["sessionId"]?.string != uuid && $0.count == 1
        }
        try pane.submit("two")
        try await pane.waitFor("● ack: two")
        _ = try await pane.pid(status: "idle")
        try pane.key("C-d")
        let wanted = [
            "SessionStart", "UserPromptSubmit", "Stop", "SessionEnd", "SessionStart", "UserPromptSubmit", "Stop",
            "SessionEnd",
        ]
        let log = try await Pane.wait("hooks", state: { pane.hookLog }) { $0.count == wanted.count }
        #expect(log.map(\.event) == wanted)
        let next = try #require(files.first?["sessionId"]?.string)
        #expect(
            log.map { $0.payload["session_id"]?.string } == Array(repeating: uuid, count: 4)
                + Array(repeating: next, count: 4))
        #expect(log[4].payload["source"] == "clear")
        #expect(log[6].payload["last_assistant_message"] == "ack: two")
        #expect(try Set(pane.transcripts.keys) == [uuid, next])
    }

    @Test func controlZGivesTheShellItsTerminalAndForegroundBringsTheAgentBack() async throws {
        let pane = try Pane()
        try pane.start("--name", "api")
        try await pane.waitFor("default mode")
        try pane.type("draft")
        try await pane.waitFor("❯\u{A0}draft")
        try pane.key("C-z")
        try await pane.waitFor("stopped") { $0.contains("Stopped") || $0.contains("suspended") }
        try pane.submit("stty -a | tr ' ' '\\n' | grep -x icanon; echo shell-works")
        try await pane.waitFor("icanon\nshell-works")
        try pane.submit("fg")
        try await pane.waitFor("redrawn") {
            $0.components(separatedBy: "❯\u{A0}draft").count == 2 && $0.contains("default mode")
        }
        try pane.key("Enter")
        try await pane.waitFor("● ack: draft")
    }

    @Test(
        "A signal restores the terminal, tells the hooks and sets the status",
        arguments: [(SIGTERM, 143), (SIGHUP, 129)])
    func signals(number: Int32, status: Int) async throws {
        let pane = try Pane()
        try pane.start("--session-id", uuid, "--settings", pane.loggingHooks(["SessionEnd"]))
        let pid = try await pane.pid(status: "idle")
        try await pane.waitFor("default mode")
        kill(pid, number)
        try await Pane.wait("end", state: { kill(pid, 0) }) { $0 == -1 }
        try pane.submit("echo status=$?; stty -a | tr ' ' '\\n' | grep -x icanon")
        try await pane.waitFor("status=\(status)\nicanon")
        #expect(pane.hookLog.map { $0.payload["reason"] } == ["other"])
        #expect(try pane.sessionFiles.isEmpty)
    }

    @Test func aHookAnswersThePermissionMenuAndTheCommandReallyRuns() async throws {
        let pane = try Pane()
        let answer = #"{"hookSpecificOutput":{"hookEventName":"PermissionRequest","decision":{"behavior":"allow"}}}"#
        try answer.write(toFile: pane.root + "/answer", atomically: true, encoding: .utf8)
        let command = "while [ ! -e go ]; do sleep 0.02; done; cat ../answer"
        let settings =
            "{\"hooks\":{\"PermissionRequest\":[{\"hooks\":[{\"type\":\"command\",\"timeout\":60,\"command\":\"\(command)\"}]}]}}"
        try pane.start("--settings", settings, "[[tool echo made > made.txt; pwd]]")
        try await pane.waitFor("❯ 1. Yes")
        _ = try await pane.pid(status: "waiting")
        _ = FileManager.default.createFile(atPath: pane.directory + "/go", contents: nil)
        try await pane.waitFor("● tool finished")
        #expect(FileManager.default.fileExists(atPath: pane.directory + "/made.txt"))
        _ = try await pane.pid(status: "idle")
    }

    @Test func aPasteArrivesExactly() async throws {
        let pane = try Pane()
        try pane.start("--session-id", uuid)
        try await pane.waitFor("default mode")
        let text = (1...3000).map { "line \($0) \"quoted\" \\; 漢字 🙂" }.joined(separator: "\n")
        try text.write(toFile: pane.root + "/paste", atomically: true, encoding: .utf8)
        try pane.tmux("load-buffer", pane.root + "/paste")
        try pane.tmux("paste-buffer", "-p", "-d", "-t", "=s:")
        try await pane.waitFor("line 3000")
        try pane.key("Enter")
        let records = try await Pane.wait("record", state: { try pane.transcripts[uuid] ?? [] }) { !$0.isEmpty }
        #expect(records[0]["message"]?["content"]?.string == text)
    }

    /// At rest: what is painted between tmux's fold and the signal that tells of it is beyond mending.
    @Test func aChangeOfWidthLeavesOneComposer() async throws {
        let pane = try Pane()
        try pane.start()
        try await pane.waitFor("default mode")
        try pane.submit("hello")
        try await pane.waitFor("● ack: hello")
        _ = try await pane.pid(status: "idle")
        try await Pane.wait("rest", state: { try pane.screen }) { !$0.contains("esc to interrupt") }
        for width in [20, 120, 37, 80] {
            try pane.tmux("resize-window", "-t", "=s:", "-x", "\(width)", "-y", "24")
            let rule = String(repeating: "─", count: width - 1)
            let screen = try await Pane.wait("two rules of \(width - 1)", state: { try pane.screen }) { text in
                text.split(separator: "\n").filter { $0.contains("───") }.map(String.init) == [rule, rule]
            }
            #expect(screen.split(separator: "\n").filter { $0 == "❯" || $0 == "❯\u{A0}" }.count == 1)
        }
    }

    @Test(
        "What is wrong at the start is said and ends it",
        arguments: [
            (["--resume", "0b5e0f3a-1111-4222-8333-444455556666"], "No conversation found with session ID: 0b5e0f3a-"),
            (["--resume", "../../etc/passwd"], "No conversation found with session ID: ../../etc/passwd"),
            (["--settings", "{"], "error: Invalid JSON provided to --settings"),
            (["--frob"], "error: unknown option '--frob'"),
        ])
    func refusals(arguments: [String], message: String) async throws {
        let pane = try Pane(columns: 200)
        try pane.start(with: arguments)
        try pane.submit("echo status=$?")
        let text = try await pane.waitFor("status=1")
        #expect(text.contains(message))
    }

    @Test func aUuidInUseIsRefused() async throws {
        let pane = try Pane(columns: 200)
        try pane.start("--session-id", uuid, "hello")
        try await pane.waitFor("● ack: hello")
        try pane.key("C-d")
        try pane.start("--session-id", uuid)
        try await pane.waitFor("Session ID \(uuid) is already in use.")
    }

    @Test(
        "A crash on order ends with its status", arguments: [("[[crash 7]]", "status=7"), ("[[segv]]", "status=139")])
    func crashes(prompt: String, status: String) async throws {
        let pane = try Pane()
        try pane.start(prompt)
        try await Pane.wait("crash", state: { (try? pane.transcripts.values.first?.count) ?? 0 }) { $0 == 1 }
        try pane.type("echo status=$?")
        try pane.key("C-j")
        try await pane.waitFor(status)
    }
}
