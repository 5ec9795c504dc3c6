import Foundation
import Model
import TestSupport
import Testing

@testable import Platform

@Suite struct ProcessTreeTests {
    @Test func `what is above a process, and its command line, are known`() throws {
        let folder = try TemporaryFolder()
        let name = folder / "a) S 1 (b"
        symlink("/bin/sleep", name)
        let pid = try spawnJob([name, "1000"], environment: [("X", "1")], directory: "/", terminal: nil)
        defer {
            kill(pid, SIGKILL)
            waitpid(pid, nil, 0)
        }
        #expect(ProcessTable.ancestors(of: pid).first == getpid())
        #expect(ProcessTable.ancestors(of: pid).last == 1 || ProcessTable.ancestors(of: pid).count > 1)
        #expect(eventually { ProcessTable.command(of: pid).prefix(2) == [name, "1000"] })
        #expect(ProcessTable.hasVariable("X", pid))
        #expect(!ProcessTable.hasVariable("Y", pid))
        #expect(ProcessTable.first(naming: name)?.pid == pid)
    }

    @Test func `what a tree of processes computes is counted`() throws {
        let shell = try Shell("(while :; do :; done) & wait")
        defer { shell.end() }
        #expect(eventually { ProcessTable.cpuSeconds(ofTree: shell.pid) > 0.1 })
        #expect(ProcessTable.cpuSeconds(ofTree: -1) == 0)
    }

    @Test(
        arguments: [
            ("MemTotal: 1 kB\nMemAvailable:   2097152 kB\n", 2048), ("MemAvailable: 10 MB\n", nil),
            ("MemAvailable: -1 kB\n", nil), ("", nil), ("MemAvailable: 99999999999999999999 kB\n", nil),
        ] as [(String, Int?)])
    func `available memory is told in megabytes, or not at all`(text: String, megabytes: Int?) {
        #expect(SystemMemory.available(in: text) == megabytes)
    }

    @Test func `a terminal's notice is one sequence, whatever is in its text`() {
        let notice = TerminalNotice.sequence("a\u{1B}]0;x\u{07}b\n\u{9C}c\u{202E}" + String(repeating: "y", count: 500))
        #expect(notice.hasPrefix("\u{1B}]9;a ]0;x b  c y"))
        #expect(notice.unicodeScalars.count == 4 + 200 + 1)
        let inside = notice.unicodeScalars.dropFirst(4).dropLast()
        #expect(inside.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) })
    }

    @Test func `a copy is whole, for its owner only, and replaces an older one`() throws {
        let folder = try TemporaryFolder()
        let content = [UInt8](repeating: 7, count: 3 << 20)
        try Files.replace(folder / "a", with: content)
        try Files.replace(folder / "b", with: [1])
        try Files.copy(folder / "a", to: folder / "b")
        #expect(try Files.read(folder / "b", limit: 4 << 20) == content)
        #expect(try folder.mode("b") == 0o600)
        #expect(throws: CcmuxError.self) { try Files.copy(folder / "a", to: folder / "no/b") }
    }
}
