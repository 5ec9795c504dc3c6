import Model
import Platform
import Testing

@Suite struct HomeLayoutTests {
    @Test(arguments: [
        (["HOME": "/home/a"], "/home/a/.ccmux"),
        (["HOME": "/home/a/"], "/home/a/.ccmux"),
        (["HOME": "/"], "/.ccmux"),
        (["HOME": "/home/a", "CCMUX_HOME": "/x"], "/x"),
        (["HOME": "/home/a", "CCMUX_HOME": "/x/y//"], "/x/y"),
        (["CCMUX_HOME": "/"], "/"),
        (["HOME": "/home/a", "CCMUX_HOME": ""], "/home/a/.ccmux"),
        (["HOME": "/home/jürgen"], "/home/jürgen/.ccmux"),
    ])
    func `the home is what the environment asks for`(environment: [String: String], root: String) throws {
        #expect(try HomeLayout(environment: environment).root == root)
    }

    @Test(arguments: [[:], ["HOME": ""], ["HOME": "relative"], ["HOME": "/home/a", "CCMUX_HOME": "x"]])
    func `a home that is no absolute path is refused`(environment: [String: String]) {
        let error = #expect(throws: CcmuxError.self) { try HomeLayout(environment: environment) }
        #expect(error?.code == .configuration)
    }

    @Test func `the longest socket path that the system takes is let pass, the next is not`() throws {
        let room = HomeLayout.socketPathLimit - 1 - "/daemon.sock".utf8.count
        try HomeLayout(root: "/" + String(repeating: "x", count: room - 1)).checkSocketPaths()
        let error = #expect(throws: CcmuxError.self) {
            try HomeLayout(root: "/" + String(repeating: "x", count: room)).checkSocketPaths()
        }
        #expect(error?.code == .configuration)
        #expect(throws: CcmuxError.self) {
            try HomeLayout(root: "/" + String(repeating: "ü", count: room / 2 + 1)).checkSocketPaths()
        }
    }

    @Test func `a session's files are told apart by its id, in folders that are made first`() throws {
        let layout = HomeLayout(root: "/h")
        let id = try #require(SessionID("0123456789ab"))
        let files = [layout.launchFile(id), layout.launchLock(id), layout.spoolFile(id), layout.screenFile(id)]
        #expect(Set(files).count == 4)
        for file in files {
            #expect(file.contains("0123456789ab"))
            #expect(layout.folders.contains { file.hasPrefix("\($0)/") && $0 != layout.root })
        }
    }
}
