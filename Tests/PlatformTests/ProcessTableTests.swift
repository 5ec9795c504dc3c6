import Foundation
import Model
import Platform
import TestSupport
import Testing

@Suite struct ProcessTableTests {
    @Test func `this process is itself`() throws {
        let own = try #require(ProcessTable.identity(of: getpid()))
        #expect(ProcessTable.isAlive(own))
        #expect(ProcessTable.identity(of: getpid()) == own)
        #expect(!ProcessTable.isAlive(ProcessIdentity(pid: own.pid, start: own.start - 1)))
    }

    @Test(arguments: [Int32(0), -1, .max, .min])
    func `a pid that nobody has is nobody`(pid: Int32) {
        #expect(ProcessTable.identity(of: pid) == nil)
        #expect(!ProcessTable.signal(0, to: ProcessIdentity(pid: pid, start: 0)))
    }

    @Test func `a process of a strange name is known like any other`() throws {
        let folder = try TemporaryFolder()
        let name = folder / "a) S 1 (b"
        symlink("/bin/sleep", name)
        let pid = try spawnJob([name, "1000"], environment: [], directory: "/", terminal: nil)
        defer {
            kill(pid, SIGKILL)
            waitpid(pid, nil, 0)
        }
        #expect(ProcessTable.identity(of: pid) != nil)
        #expect(ProcessTable.descendants(of: getpid()).contains { $0.pid == pid })
    }

    @Test func `a zombie is not alive, and another's signal does not reach a later process`() throws {
        let shell = try Shell("exec sleep 1000")
        defer { shell.end() }
        let pid = shell.pid
        let identity = try #require(ProcessTable.identity(of: pid))
        kill(pid, SIGKILL)
        #expect(eventually { !ProcessTable.isAlive(identity) })
        #expect(kill(pid, 0) == 0, "it is still there, as a zombie")
        #expect(ProcessTable.identity(of: pid) == nil)
        #expect(!ProcessTable.signal(SIGTERM, to: identity))
    }

    @Test func `descendants are found however deep, and in sessions of their own`() throws {
        let folder = try TemporaryFolder()
        let shell = try Shell("(setsid sh -c 'echo $$ > \(folder / "deep"); sleep 1000; :') & wait")
        defer { shell.end() }
        let deep = try #require(eventually { folder.text("deep")?.hasSuffix("\n") == true } ? folder.text("deep") : nil)
        let pid = try #require(Int32(deep.dropLast()))
        #expect(eventually { ProcessTable.children(of: pid).count == 1 })
        let top = shell.pid
        let found = ProcessTable.descendants(of: top)
        #expect(found.contains { $0.pid == pid })
        #expect(found.count >= 2)
        #expect(!ProcessTable.members(ofSession: getsid(0)).contains { $0.pid == pid })
        #expect(ProcessTable.members(ofSession: pid).contains { $0.pid == pid })
        for process in found { ProcessTable.signal(SIGKILL, to: process) }
    }

    @Test func `children that another thread began are found`() async throws {
        let pid = try await withCheckedThrowingContinuation { continuation in
            let thread = Thread {
                let result = Result {
                    try spawnJob(["/bin/sleep", "1000"], environment: [], directory: "/", terminal: nil)
                }
                continuation.resume(with: result)
                // The thread must live on: of one that has ended another inherits the children.
                while (try? result.get()).map({ waitpid($0, nil, WNOHANG) == 0 }) ?? false { usleep(1000) }
            }
            thread.start()
        }
        #expect(ProcessTable.children(of: getpid()).contains(pid))
        kill(pid, SIGKILL)
    }

    @Test func `processes are found by a variable that they were started with`() throws {
        let value = UUID().uuidString
        let shell = try Shell("sleep 1000 & wait", environment: ["CCMUX_TEST_MARK": value])
        defer { shell.end() }
        #expect(eventually { ProcessTable.processes(withVariable: "CCMUX_TEST_MARK=\(value)").count == 2 })
        #expect(ProcessTable.processes(withVariable: "CCMUX_TEST_MARK=\(value.dropLast())").isEmpty)
        #expect(ProcessTable.processes(withVariable: "CCMUX_TEST_MARK").isEmpty)
        let pid = shell.pid
        #expect(ProcessTable.processes(withVariable: "CCMUX_TEST_MARK=\(value)").contains { $0.pid == pid })
    }
}
