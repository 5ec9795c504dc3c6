import Model
import Testing

@testable import Commands

@Suite("attach")
struct AttachStepTests {
    private let target = AttachTarget(
        tmux: "/usr/bin/tmux", serverArguments: ["-L", "work"], session: "$4", socketPath: "/tmp/tmux-0/work")

    private func step(_ variable: String?) -> AttachStep {
        AttachStep(target, tmuxVariable: variable) { a, b in a == "/private\(b)" }
    }

    @Test("Outside tmux a client is attached", arguments: [nil, ""])
    func outside(_ variable: String?) {
        let step = step(variable)
        #expect(step.command == ["/usr/bin/tmux", "-L", "work", "attach-session", "-t", "$4"])
        #expect(!step.nests)
    }

    @Test(
        "Inside the same server the client is switched, also where the path is spelled another way",
        arguments: ["/tmp/tmux-0/work,12,3", "/private/tmp/tmux-0/work,12,3"])
    func inside(_ variable: String) {
        let step = step(variable)
        #expect(step.command == ["/usr/bin/tmux", "-L", "work", "switch-client", "-t", "$4"])
        #expect(!step.nests)
    }

    @Test(
        "Inside another server it nests", arguments: ["/tmp/tmux-0/default,12,3", "/tmp/tmux-0/work2,12,3", "rubbish"])
    func other(_ variable: String) {
        let step = step(variable)
        #expect(step.command.contains("attach-session"))
        #expect(step.nests)
    }
}
