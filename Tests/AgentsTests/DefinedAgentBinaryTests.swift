import Config
import Model
import Platform
import TestSupport
import Testing

@testable import Agents

@Suite struct DefinedAgentBinaryTests {
    @Test(arguments: [
        // the file, the configuration's paths, where the program is found
        ("extends = 'demo'", ["mine": "/bin/false"], "/bin/sh"),
        ("command = 'true'", [:], "/bin/true"),
        ("command = '/bin/cat'", [:], "/bin/cat"),
        ("command = 'true'", ["mine": "/bin/false"], "/bin/false"),
        ("extends = 'claude'", ["claude": "/bin/false"], "/bin/false"),
        ("extends = 'claude'", ["claude": "/bin/false", "mine": "/bin/cat"], "/bin/cat"),
        ("extends = 'claude'\ncommand = 'true'", ["claude": "/bin/false"], "/bin/true"),
    ])
    func `a defined kind's program is found`(file: String, paths: [String: String], program: String) async throws {
        let folder = try TemporaryFolder()
        try folder.write("mine.toml", file)
        let found = withExtendedLifetime(folder) { DefinedAgentKinds.load(folder: folder.path) }
        let mine = try #require(found.kinds.first)
        let binaries = AgentBinaries(configured: paths, ccmux: "/bin/sh", environment: ["PATH": "/bin"])
        let binary = try await binaries.find(mine)
        #expect(binary.path == program)
        // A program that nobody knows might do anything when it is asked.
        guard !mine.answersHelp else { return }
        let capabilities = try await binaries.capabilities(of: binary, kind: mine)
        #expect(capabilities == mine.capabilities(help: "", version: mine.isPartOfCcmux ? ccmuxVersion : nil))
    }
}
