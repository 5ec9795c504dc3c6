import Foundation
import Model
import Platform
import Testing

@testable import Config

@Suite struct AgentDefinitionFolderTests {
    private static let shipped = ["claude", "codex", "demo"]

    private func load(_ files: [String: String]) throws -> AgentDefinitions {
        let folder = try ConfigFolder()
        for (name, text) in files { try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder.path)/\(name)")) }
        return withExtendedLifetime(folder) { AgentDefinitions.load(folder: folder.path, shipped: Self.shipped) }
    }

    @Test func `no folder is no kind and no problem`() {
        let found = AgentDefinitions.load(folder: "/nowhere/agents", shipped: Self.shipped)
        #expect(found.usable.isEmpty)
        #expect(found.problems.isEmpty)
    }

    @Test func `each file is a kind, whatever else lies there`() throws {
        let found = try load([
            "b.toml": "command = 'b'", "a.toml": "extends = 'claude'", "README.md": "x", "a.toml.bak": "(",
            ".c.toml": "(",
        ])
        #expect(found.usable.map(\.name) == ["a", "b"])
        #expect(found.usable.map(\.extends) == ["claude", "generic"])
        #expect(found.problems.isEmpty)
    }

    @Test func `what a kind does not say it takes from the one that it extends, over several files`() throws {
        let found = try load([
            "top.toml": """
            command = 'prog'
            install = 'get it'
            startupDelay = 1
            flags = ['-a']
            [environment]
            A = '1'
            B = '1'
            [screen]
            working = 'w1'
            belowComposer = 2
            [title]
            idle = 't'
            """,
            "middle.toml":
                "extends = 'top'\nflags = ['-b']\nstartupDelay = 3\n[environment]\nB = '2'\n[screen]\nworking = ['w2']",
            "leaf.toml": "extends = 'middle'\ncommand = 'other'\nflags = ['-c']\n[screen]\nmenu = 'm'",
        ])
        #expect(found.problems.isEmpty)
        let leaf = try #require(found.usable.first { $0.name == "leaf" })
        var expected = AgentDefinition(name: "leaf")
        expected.command = ["other"]
        expected.install = "get it"
        expected.startupDelay = 3
        expected.flags = ["-a", "-b", "-c"]
        expected.environment = ["A": "1", "B": "2"]
        expected.screen = [.menu: [try Pattern("m")], .working: [try Pattern("w2"), try Pattern("w1")]]
        expected.belowComposer = 2
        expected.title = [.idle: [try Pattern("t")]]
        #expect(leaf == expected)
    }

    @Test(arguments: [
        // files, the kind that is not there, line, words
        (["a.toml": "\nextends = 'a'"], "a", 2, "leads back to where it came from: a → a"),
        (["a.toml": "extends = 'b'", "b.toml": "extends = 'a'"], "a", 1, "a → b → a"),
        (["a.toml": "extends = 'b'", "b.toml": "\nextends = 'c'", "c.toml": "extends = 'b'"], "a", 1, "b → c → b"),
        (["a.toml": "\n\nextends = 'cluade'"], "a", 3, "there is no kind 'cluade' to extend"),
        (["a.toml": "extends = 'b'", "b.toml": "x = 1"], "a", 1, "'b', whose own file cannot be used"),
        (["a.toml": "# nothing"], "a", 1, "'command' is missing"),
        (["a.toml": "extends = 'claude'\nresume = ['-r']"], "a", 2, "'resume' cannot be said here"),
        (["a.toml": "extends = 'codex'\n\nbegin = ['-r']"], "a", 3, "'begin' cannot be said here"),
        (["a.toml": "extends = 'claude'\npromptFlags = []"], "a", 2, "'promptFlags' cannot be said here"),
        (["a.toml": "extends = 'claude'\n[conversation]\nfile = '/x'\nline = ['a']"], "a", 2, "'conversation' cannot"),
        (["a.toml": "extends = 'claude'\ncommand = 'npx claude'"], "a", 2, "must be one word"),
        (["a.toml": "extends = 'demo'\ncommand = 'x'"], "a", 2, "the demo agent is ccmux itself"),
        (["a.toml": "command = 'x'\nresume = ['-c']"], "a", 2, "'resume' needs 'conversation'"),
        (["a.toml": "command = 'x'\npromptFlags = ['-p']"], "a", 2, "given again with each launch"),
        (["a.toml": "command = 'x'\nbegin = ['{conversation}']"], "a", 2, "to come back to it"),
        (["a.toml": "command = 'x'\n[conversation]\nfile = '/x'\nline = ['a']"], "a", 2, "nothing without 'resume'"),
        (["a.toml": "command = 'x'\nresume = []\n[conversation]\nfile = '/x'"], "a", 3, "both 'file' and 'line'"),
        (
            ["a.toml": "command = 'x'\nresume = []\n[conversation]\nline = ['a']\nfile = '/{conversation}'"], "a", 5,
            "only if 'begin'"
        ),
        (
            ["a.toml": "command = 'x'\nresume = ['{conversation}']\n[conversation]\nline = ['a']\nfile = '/x'"], "a", 2,
            "only if 'begin'"
        ),
    ])
    func `what only the whole line of kinds can tell is told with file, line and key`(
        files: [String: String], kind: String, line: Int64, words: String
    ) throws {
        let found = try load(files)
        #expect(!found.usable.contains { $0.name == kind })
        let problem = try #require(found.problems.first { $0.kind == kind })
        #expect(problem.file.hasSuffix("/\(kind).toml"))
        #expect(problem.error.message.hasPrefix("\(problem.file):\(line):"), "\(problem.error.message)")
        #expect(problem.error.message.contains(words), "\(problem.error.message)")
        #expect(problem.error.advice != nil)
    }

    @Test(arguments: [
        ("claude.toml", "a kind of ccmux's own"), ("generic.toml", "a kind of ccmux's own"),
        ("My.toml", "lower-case letters"),
        ("a b.toml", "lower-case"), ("ü.toml", "lower-case"), (".toml", nil),
        (String(repeating: "a", count: 65) + ".toml", "lower-case"),
    ])
    func `a file's name is checked like a kind's`(name: String, words: String?) throws {
        let found = try load([name: "command = 'x'", "good.toml": "command = 'x'"])
        #expect(found.usable.map(\.name) == ["good"])
        #expect(found.problems.count == (words == nil ? 0 : 1))
        if let words { #expect(found.problems.first?.error.message.contains(words) == true) }
    }

    @Test func `one broken file stops no other`() throws {
        let found = try load([
            "a.toml": "(", "b.toml": "command = 'b'", "c.toml": String(repeating: "# x\n", count: 50_000),
        ])
        #expect(found.usable.map(\.name) == ["b"])
        #expect(found.problems.map(\.kind) == ["a", "c"])
        #expect(found.problems.last?.error.message.contains("larger than 65536 bytes") == true)
        #expect(found.problems.allSatisfy { $0.error.code == .configuration })
    }

    @Test func `a folder, a pipe and a link to nowhere are no kinds`() throws {
        let folder = try ConfigFolder()
        try Files.makeFolder(folder.path + "/a.toml")
        #expect(mkfifo(folder.path + "/b.toml", 0o600) == 0)
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/c.toml", withDestinationPath: "/nowhere")
        let found = withExtendedLifetime(folder) { AgentDefinitions.load(folder: folder.path, shipped: Self.shipped) }
        #expect(found.usable.isEmpty)
        #expect(found.problems.map(\.kind) == ["a", "b", "c"])
    }

    @Test func `a line of kinds without end is cut`() throws {
        var files = ["k0.toml": "command = 'x'"]
        for index in 1...40 { files["k\(index).toml"] = "extends = 'k\(index - 1)'" }
        let found = try load(files)
        #expect(found.usable.contains { $0.name == "k10" })
        #expect(found.problems.first { $0.kind == "k40" }?.error.message.contains("over more than 16 kinds") == true)
    }
}
