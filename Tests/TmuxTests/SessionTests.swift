import Foundation
import Testing

@testable import Tmux

@Suite struct SessionTests {
    /// Texts that some layer might take for something else than text.
    static let hostile = [
        "plain", "two words", "#(touch x)", "a#(touch x)b", "#{pid}", "##{pid}", "#[bold]", "##[bold]", "#", "##",
        "a;b", "end;", ";", #"\;"#, #"a\;b"#, #"back\slash"#, "it's", #"say "hi""#, "$HOME", "${HOME}", "~", "~root",
        "-x", "--", "%H%M", "{ x }", "a,b}", "été ✳ 🙂", "tab\there", "line\nbreak", "*?[a]", "a=b", "!x", "&", "|",
    ]

    @Test("A folder's name never expands and never runs", arguments: [false, true])
    func directories(connected: Bool) async throws {
        try await PrivateTmux.connected { tmux in
            let server = connected ? tmux.server : tmux.unconnected()
            for (index, name) in Self.hostile.enumerated() {
                let folder = tmux.file("d\(index)").appendingPathComponent(name)
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                let output = tmux.file("pwd\(index)")
                _ = try await server.createSession(
                    NewSession(
                        name: "s\(index)", directory: folder.path,
                        argv: ["sh", "-c", "pwd -P >\"$0.part\"; mv \"$0.part\" \"$0\"; exec sleep 1000", output.path]))
                try await eventually("the program has started in \(name)") {
                    FileManager.default.fileExists(atPath: output.path)
                }
                #expect(try String(contentsOf: output, encoding: .utf8) == folder.path + "\n")
            }
            let touched = FileManager.default.enumerator(atPath: tmux.folder.path)?.contains { "\($0)".hasSuffix("/x") }
            #expect(touched != true)
        }
    }

    @Test("Option values, arguments and variables arrive as they are", arguments: [false, true])
    func values(connected: Bool) async throws {
        try await PrivateTmux.connected { tmux in
            let server = connected ? tmux.server : tmux.unconnected()
            let output = tmux.file("words")
            let print = "printf '%s\\0' \"$@\" \"$V\" >\"$0.part\"; mv \"$0.part\" \"$0\"; exec sleep 1000"
            for (index, value) in Self.hostile.enumerated() {
                try? FileManager.default.removeItem(at: output)
                let (id, pane) = try await server.createSession(
                    NewSession(
                        name: "s\(index)", directory: tmux.folder.path, environment: [("V", value)],
                        argv: ["sh", "-c", print, output.path, value, value + ";"],
                        sessionOptions: ["@s": value], paneOptions: ["@p": value]))
                try await eventually("the program has started with \(value)") {
                    FileManager.default.fileExists(atPath: output.path)
                }
                let words = try Data(contentsOf: output).split(separator: 0, omittingEmptySubsequences: false)
                let texts = words.map { String(decoding: $0, as: UTF8.self) }
                #expect(texts == [value, value + ";", value, ""])
                #expect(try await server.option("@s", of: id) == value)
                let seen = try await server.snapshot(options: ["@s", "@p"]).panes.first { $0.paneID == pane.pane }
                // Versions from 3.4 to 3.6 print a control character in an option as octal digits.
                if !value.contains(where: { $0 == "\t" || $0 == "\n" }) {
                    #expect(seen?.options == ["@s": value, "@p": value])
                }
                try await server.killSession(id, guardedBy: TmuxMark(option: "@s", value: value))
            }
        }
    }

    @Test("A title keeps what tmux lets be a title")
    func titles() async throws {
        try await PrivateTmux.connected { tmux in
            let (id, pane) = try await tmux.session("s")
            for title in Self.hostile where !title.contains(where: { $0 == "\t" || $0 == "\n" }) {
                _ = try await tmux.server.run(
                    TmuxCommand("select-pane", "-t", pane.pane.description, "-T", TmuxFormat.escaped(title)))
                // Newer versions (3.8) double a backslash when the title is set.
                let seen = try await tmux.pane(of: id)?.title
                #expect(seen == title || seen == title.replacing("\\", with: "\\\\"))
            }
        }
    }

    @Test("Bytes that are not UTF-8 survive in a folder's name and on the screen")
    func invalidBytes() async throws {
        try await PrivateTmux.connected { tmux in
            let name: [UInt8] = [0x61, 0xff, 0x23, 0x28]
            let folder = [UInt8](tmux.folder.path + "/") + name
            let path = folder.map { CChar(bitPattern: $0) } + [0]
            #expect(mkdir(path, 0o700) == 0)
            let words =
                ["-d", "-s", "bytes", "-c"].map { [UInt8]($0) } + [TmuxFormat.escaped(folder)]
                + ["--", "sh", "-c", "pwd -P | od -An -tx1 | tr -d ' \\n'; exec sleep 1000"].map { [UInt8]($0) }
            _ = try await tmux.server.run(TmuxCommand("new-session", bytes: words))
            let hex = folder.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() + "0a"
            try await eventually("the folder's name is on the screen") {
                let pane = try await tmux.server.snapshot().panes.first { $0.sessionName == "bytes" }
                guard let pane else { return false }
                return try await tmux.server.capture(pane.paneID, joinWrapped: true).text.contains(hex)
            }
        }
    }

    @Test("A session comes with its marks, and lives on without clients whatever the user's configuration says")
    func userConfiguration() async throws {
        let configuration = """
            set -g base-index 1
            setw -g pane-base-index 1
            set -g destroy-unattached on
            set -g remain-on-exit on
            set -g default-command "exec cat"
            set -g default-shell /bin/sh
            set -g renumber-windows on
            set -g detach-on-destroy off
            set-hook -g after-new-session 'split-window -hb'
            set-hook -g after-list-panes 'display-message -p hooked'
            set-hook -g session-created 'set-option @seen 1'
            """
        try await PrivateTmux.connected(userConfiguration: configuration) { tmux in
            let (id, pane) = try await tmux.session("cc-1", sessionOptions: ["@s": "1"], paneOptions: ["@p": "2"])
            let (other, _) = try await tmux.session("cc-2", argv: ["true"])
            let panes = try await tmux.server.snapshot(options: ["@s", "@p"]).panes
            let ours = try #require(panes.first { $0.paneID == pane.pane })
            #expect(ours.sessionID == id)
            #expect(ours.options == ["@s": "1", "@p": "2"])
            #expect(panes.compactMap(\.options["@p"]) == ["2"])
            try await eventually("the pane of a program that ended is gone") {
                try await tmux.server.snapshot().panes.allSatisfy { $0.sessionID != other || !$0.isDead }
            }
            #expect(try await tmux.pane(of: id) != nil)
            let window = try await tmux.server.createWindow(
                in: id,
                NewSession(name: "w#(touch x)", directory: "/", argv: PrivateTmux.quiet, paneOptions: ["@p": "3"]))
            let made = try await tmux.server.snapshot(options: ["@p"]).panes.first { $0.paneID == window.pane }
            #expect(made?.sessionID == id)
            #expect(made?.options == ["@p": "3"])
        }
    }

    @Test("A single word is run as a program and not by a shell")
    func singleWord() async throws {
        try await PrivateTmux.connected { tmux in
            let program = tmux.file("my program;touch x")
            try "#!/bin/sh\necho started\nexec sleep 1000\n".write(to: program, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
            let (_, pane) = try await tmux.session("one", argv: [program.path])
            try await eventually("it has started") {
                try await tmux.server.capture(pane.pane).text == "started"
            }
        }
    }

    @Test(
        "A taken name, a missing target and a missing mark are told apart, and change nothing",
        arguments: [false, true])
    func refusals(connected: Bool) async throws {
        try await PrivateTmux.connected { tmux in
            let server = connected ? tmux.server : tmux.unconnected()
            let (id, pane) = try await tmux.session("cc", sessionOptions: ["@m": "1"])
            await expectFailure(.duplicateSession) {
                _ = try await server.createSession(NewSession(name: "cc", directory: "/", argv: ["true"]))
            }
            await expectFailure(.unmarked) {
                try await server.killSession(id, guardedBy: TmuxMark(option: "@m", value: "2"))
            }
            await expectFailure(.notFound) {
                try await server.killSession(SessionID(number: 77), guardedBy: TmuxMark(option: "@m", value: "1"))
            }
            await expectFailure(.notFound) {
                _ = try await server.capture(PaneID(number: 77))
            }
            await expectFailure(.unmarked) {
                try await server.paste([0x61], into: pane.pane, guardedBy: TmuxMark(option: "@m", value: "x"))
            }
            await expectFailure(.notFound) {
                try await server.paste([0x61], into: PaneID(number: 77), guardedBy: TmuxMark(option: "@m", value: "1"))
            }
            #expect(try await server.run(TmuxCommand("list-buffers")).lines.isEmpty)
            let (second, _) = try await tmux.session("cc2")
            await expectFailure(.duplicateSession) {
                try await server.renameSession(second, to: "cc")
            }
            try await server.renameSession(id, to: "-new #{pid}", guardedBy: TmuxMark(option: "@m", value: "1"))
            #expect(try await tmux.pane(of: id)?.sessionName == "-new #{pid}")
            try await server.killSession(id, guardedBy: TmuxMark(option: "@m", value: "1"))
            #expect(try await tmux.pane(of: id) == nil)
        }
    }

    @Test("Nothing is sent for a specification that cannot be right")
    func invalid() async throws {
        let tmux = try PrivateTmux()
        for spec in [
            NewSession(name: "a", directory: "/", argv: []),
            NewSession(name: "", directory: "/", argv: ["true"]),
            NewSession(name: "a", directory: "/", argv: ["tr\0ue"]),
            NewSession(name: "a", directory: "/", environment: [("A=B", "c")], argv: ["true"]),
            NewSession(name: "a", directory: "/", argv: ["true"], sessionOptions: ["@a#(x)": "1"]),
        ] {
            await expectFailure(.invalid) {
                _ = try await tmux.server.createSession(spec)
            }
        }
        await tmux.close()
    }
}
