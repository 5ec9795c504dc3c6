import TestSupport
import Testing

@testable import Agents

@Suite struct LoginEnvironmentTests {
    private static let marker = "__ccmux_environment__\0"

    @Test(arguments: [
        (marker + "A=1\0", ["A": "1"]),
        ("Welcome!\nA=0\0" + marker + "A=1\0B=\0", ["A": "1", "B": ""]),
        (marker + "A=x=y\0", ["A": "x=y"]),
        (marker + "A=two\nlines\0B=2\0", ["A": "two\nlines", "B": "2"]),
        (marker + "=x\0nothing\0\0A=1", ["A": "1"]),
        (marker + "A=1\0A=2\0", ["A": "2"]),
        (marker + "A=äö\0", ["A": "äö"]),
    ])
    func `what stands behind the marker is the environment`(output: String, variables: [String: String]) {
        #expect(LoginEnvironment.parse(Array(output.utf8)) == variables)
    }

    @Test(arguments: ["", "A=1\0", "__ccmux_environment__", "__ccmux_environment__\nA=1\0", marker, marker + "\0\0"])
    func `without a marker, or with nothing behind it, there is none`(output: String) {
        #expect(LoginEnvironment.parse(Array(output.utf8)) == nil)
    }

    @Test func `a login shell's profile is heard, whatever it prints`() async throws {
        let folder = try TemporaryFolder()
        try folder.write(".profile", "echo hello; export FROM_PROFILE=\"a b\"; echo problem >&2")
        let result = await LoginEnvironment.read([
            "HOME": folder.path, "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin", "SECRET": "x",
        ])
        #expect(result.problem == nil)
        #expect(result.variables["FROM_PROFILE"] == "a b")
        #expect(result.variables["HOME"] == folder.path)
        #expect(result.variables["SECRET"] == nil)
    }

    @Test func `a profile that ends the shell costs the profile, not the environment`() async throws {
        let folder = try TemporaryFolder()
        try folder.write(".profile", "exit 0")
        let result = await LoginEnvironment.read([
            "HOME": folder.path, "SHELL": "/no/such/shell", "PATH": "/usr/bin:/bin",
        ])
        #expect(result.problem == "/bin/sh printed no environment")
        #expect(result.variables == ["HOME": folder.path, "SHELL": "/no/such/shell", "PATH": "/usr/bin:/bin"])
    }
}
