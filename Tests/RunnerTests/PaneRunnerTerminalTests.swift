import Foundation
import Model
import Platform
import TestSupport
import Testing

@testable import Runner

@Suite struct PaneRunnerTerminalTests {
    /// What a program that draws sets, and takes back only if it is let.
    private static let modes =
        "stty raw -echo; printf '\\033[?1049h\\033[?1000h\\033[?1002h\\033[?1006h\\033[?2004h\\033[?1h\\033[?25l\\033[31mdrawn'; "

    private static let asked =
        "#{alternate_on} #{mouse_any_flag} #{mouse_sgr_flag} #{keypad_cursor_flag} #{cursor_flag}"

    @Test func `after an agent that died in the middle the terminal is as it was`() throws {
        let pane = try Pane(
            "stty -a > \"$LOG.modes.$N\"; [ $N = 1 ] && { \(Self.modes) echo set >> \"$LOG\"; }; exec sleep 1000")
        defer { pane.end() }
        #expect(eventually { pane.log.last == "set" })
        #expect(try eventually { try pane.format(Self.asked) == "1 1 1 1 0" })
        kill(try pane.agent(), SIGKILL)
        #expect(try eventually { try pane.format(Self.asked) == "0 0 0 0 1" })
        #expect(eventually { pane.launches.count == 2 })
        let modes = try #require(
            eventually { pane.folder.text("log.modes.2")?.isEmpty == false } ? pane.folder.text("log.modes.2") : nil)
        #expect(modes == pane.folder.text("log.modes.1"))
        #expect(
            Set(["icanon", "echo", "isig", "icrnl"]).isSubset(
                of: modes.split(whereSeparator: \.isWhitespace).map(String.init)))
    }

    @Test func `each agent has the foreground, so that keys reach it`() throws {
        let pane = try Pane("[ $N = 1 ] && exit 0; read line; echo \"read $line\" >> \"$LOG\"; exec sleep 1000")
        defer { pane.end() }
        #expect(eventually { pane.launches.count == 2 })
        #expect(
            try eventually {
                if pane.log.last == "read hello" { return true }
                if try !pane.screen().contains("hello") { try pane.tmux("send-keys", "-t", "s:", "hello", "Enter") }
                return false
            })
    }

    @Test func `keys typed at a dead agent do not reach the next one`() throws {
        let pane = try Pane(
            "[ $N = 1 ] && { stty -echo; echo ready >> \"$LOG\"; exec sleep 1000; }; "
                + "stty -icanon min 0 time 5; echo \"read <$(dd bs=100 count=1 2>/dev/null)>\" >> \"$LOG\"; exec sleep 1000"
        )
        defer { pane.end() }
        #expect(eventually { pane.log.last == "ready" })
        try pane.tmux("send-keys", "-t", "s:", "rm -rf x", "Enter")
        kill(try pane.agent(), SIGKILL)
        #expect(eventually { pane.log.last?.hasPrefix("read <") == true })
        #expect(pane.log.last == "read <>")
    }

    @Test func `the agent has its environment, its pane's terminal and its session's marks`() throws {
        let pane = try Pane("env | sort >> \"$LOG\"; echo done >> \"$LOG\"; exec sleep 1000") { launch in
            launch.environment = ["PATH": "/usr/bin:/bin", "TERM": "nonsense", "MINE": "a b"]
        }
        defer { pane.end() }
        #expect(eventually { pane.log.last == "done" })
        let variables = Dictionary(
            pane.log.compactMap { line in
                line.firstIndex(of: "=").map { (String(line[..<$0]), String(line[line.index(after: $0)...])) }
            }, uniquingKeysWith: { $1 })
        #expect(variables["MINE"] == "a b")
        #expect(variables["TERM"]?.hasPrefix("screen") == true || variables["TERM"]?.hasPrefix("tmux") == true)
        #expect(variables["TMUX_PANE"]?.hasPrefix("%") == true)
        #expect(variables["CCMUX_SESSION"] == "api")
        #expect(variables["CCMUX_SESSION_ID"] == "0123456789ab")
        #expect(variables["CCMUX_HOME"] == pane.home.root)
        #expect(variables["CCMUX_NONCE"] == (try pane.reports().first?.nonce))
        let known = [
            "MINE", "PATH", "PWD", "OLDPWD", "SHLVL", "_", "LOG", "N", "TERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION",
            "TMUX", "TMUX_PANE", "CCMUX_SESSION", "CCMUX_SESSION_ID", "CCMUX_HOME", "CCMUX_NONCE",
        ]
        #expect(Set(variables.keys).subtracting(known) == [])
    }
}
