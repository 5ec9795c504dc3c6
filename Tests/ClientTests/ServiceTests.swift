import Foundation
import Model
import Platform
import Testing

@testable import Client

@Suite struct ServiceTests {
    /// The repository's folder.
    private static let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path()

    @Test(arguments: [
        ("systemd/ccmux.service", ServiceTemplates.daemon), ("systemd/ccmux-tmux.service", ServiceTemplates.tmux),
        ("systemd/ccmux@.service", ServiceTemplates.systemDaemon),
        ("systemd/ccmux-tmux@.service", ServiceTemplates.systemTmux),
        ("launchd/com.PREFIX.ccmux.plist", ServiceTemplates.launchAgent),
    ])
    func `the program's templates are the files of the repository`(_ path: String, _ text: String) throws {
        let file = try String(contentsOfFile: Self.sources + path, encoding: .utf8)
        #expect(file == text + "\n")
        #expect(text.contains(ServiceFiles.stamp))
    }

    private static let unit = ServiceUnit(scope: .user, name: "ccmux.service", file: "/u/ccmux.service", user: 1000)

    private func user(_ root: String, hasLauncher: Bool = true) throws(CcmuxError) -> [ServiceFiles.File] {
        try ServiceFiles.user(
            Self.unit, layout: HomeLayout(root: root), userHome: "/home/u", folder: "/u", hasLauncher: hasLauncher
        ).files
    }

    private func line(_ name: String, _ file: ServiceFiles.File?) -> String? {
        file?.text.split(separator: "\n").first { $0.hasPrefix(name + "=") }.map {
            String($0.dropFirst(name.count + 1))
        }
    }

    @Test func `the usual home needs no setting`() throws {
        let files = try user("/home/u/.ccmux")
        #expect(files.map(\.path) == ["/u/ccmux.service", "/u/ccmux-tmux.service"])
        #expect(line("ExecStart", files.first) == "%h/.ccmux/app/launcher run")
        #expect(line("ExecStart", files.last) == "%h/.ccmux/app/current/bin/ccmuxd tmux-server")
        #expect(files.allSatisfy { !$0.text.contains("CCMUX_HOME") })
    }

    @Test func `another home is named in both units, and found again`() throws {
        let files = try user("/srv/50%/fleet")
        #expect(line("ExecStart", files.first) == "/srv/50%%/fleet/app/launcher run")
        #expect(line("ExecStart", files.last) == "/srv/50%%/fleet/app/current/bin/ccmuxd tmux-server")
        for file in files {
            #expect(file.text.contains("Environment=\"CCMUX_HOME=/srv/50%%/fleet\"\n"))
            #expect(ServiceUnit.serves(HomeLayout(root: "/srv/50%/fleet"), text: file.text, userHome: "/home/u"))
            #expect(!ServiceUnit.serves(HomeLayout(root: "/home/u/.ccmux"), text: file.text, userHome: "/home/u"))
        }
    }

    @Test func `without a launcher the daemon is started itself`() throws {
        #expect(
            line("ExecStart", try user("/home/u/.ccmux", hasLauncher: false).first)
                == "%h/.ccmux/app/current/bin/ccmuxd run")
    }

    @Test(arguments: ["/a b", "/a\"b", "/a'b", "/a\\b", "/a$b", "/a\nExecStart=/bin/evil", "/a;b", "/a\u{7f}"])
    func `a home that a unit cannot name is refused`(_ root: String) {
        let error = #expect(throws: CcmuxError.self) { try user(root) }
        #expect(error?.code == .refused)
    }

    @Test func `the system's units serve the home of whom they are enabled for`() throws {
        let unit = ServiceUnit.system(login: "anna", user: 1001)
        #expect(unit.name == "ccmux@anna.service")
        #expect(unit.tmuxName == "ccmux-tmux@anna.service")
        #expect(unit.login == "anna")
        let usual = try ServiceFiles.system(
            unit, layout: HomeLayout(root: "/home/anna/.ccmux"), userHome: "/home/anna", hasLauncher: true)
        #expect(
            usual.files.map(\.path) == [
                "/etc/systemd/system/ccmux@.service", "/etc/systemd/system/ccmux-tmux@.service",
            ])
        #expect(
            ServiceUnit.serves(
                HomeLayout(root: "/home/anna/.ccmux"), text: usual.files[0].text, userHome: "/home/anna"))
        let other = try ServiceFiles.system(
            unit, layout: HomeLayout(root: "/srv/fleet"), userHome: "/home/anna", hasLauncher: true)
        #expect(
            other.files.dropFirst(2).map(\.path) == [
                "/etc/systemd/system/ccmux@anna.service.d/home.conf",
                "/etc/systemd/system/ccmux-tmux@anna.service.d/home.conf",
            ])
        #expect(other.files.last?.text.contains("Environment=\"CCMUX_HOME=/srv/fleet\"") == true)
    }

    @Test func `a launch agent is a property list with the home in it`() throws {
        let unit = ServiceUnit(scope: .launchd, name: "com.anna.ccmux", file: "/a.plist", user: 501)
        let files = try ServiceFiles.launchAgent(
            unit, layout: HomeLayout(root: "/Users/a & <b>/.ccmux"), hasLauncher: true)
        let data = Data((files.files.first?.text ?? "").utf8)
        let list = try PropertyListSerialization.propertyList(from: data, format: nil) as? [String: Any]
        #expect(list?["Label"] as? String == "com.anna.ccmux")
        #expect(list?["ProgramArguments"] as? [String] == ["/Users/a & <b>/.ccmux/app/launcher", "run"])
        #expect((list?["EnvironmentVariables"] as? [String: String])?["CCMUX_HOME"] == "/Users/a & <b>/.ccmux")
    }

    @Test(arguments: [
        ("anna", true), ("a.b_c-1", true), ("", false), ("-x", false), ("a/b", false), ("a@b", false), ("ä", false),
        ("a b", false), ("%i", false),
    ])
    func `a user's name that a unit can have`(_ name: String, _ expected: Bool) {
        #expect(ServiceUnit.isPlain(name) == expected)
    }

    @Test func `what systemctl shows is read, whatever it is`() {
        let text = """
            Id=ccmux.service
            LoadState=loaded
            ActiveState=active
            SubState=running
            UnitFileState=enabled
            MainPID=906
            NRestarts=2
            Result=success
            StatusText=10 sessions, connected to tmux=3
            ExecMainStatus=0

            Id=ccmux-tmux.service
            LoadState=loaded
            ActiveState=failed
            SubState=failed
            UnitFileState=disabled
            MainPID=0
            Result=exit-code
            ExecMainStatus=78

            Id=none.service
            LoadState=not-found
            ActiveState=inactive
            """
        let states = ServiceState.parse(text)
        #expect(states.map(\.unit) == ["ccmux.service", "ccmux-tmux.service"])
        #expect(states.first?.pid == 906)
        #expect(states.first?.restarts == 2)
        #expect(states.first?.enabled == true)
        #expect(states.first?.status == "10 sessions, connected to tmux=3")
        #expect(states.first?.exitStatus == nil)
        #expect(states.last?.pid == nil)
        #expect(states.last?.exitStatus == 78)
        #expect(states.last?.enabled == false)
        #expect(ServiceState.parse("").isEmpty)
        #expect(ServiceState.parse("=\n===\nId\nId=\n\n\nMainPID=99999999999999\n").isEmpty)
    }

    @Test func `a program's output and status are had, and one that hangs is ended`() {
        let environment = ["PATH": "/usr/bin:/bin"]
        func run(_ script: String, seconds: Double = 20) -> CommandOutput? {
            CommandOutput.run(["/bin/sh", "-c", script], environment: environment, seconds: seconds)
        }
        #expect(run("echo out; echo err >&2; exit 3") == CommandOutput(status: 3, text: "out\nerr\n"))
        #expect(run("kill -9 $$")?.status == 137)
        #expect(run("exec sleep 600", seconds: 0.1) == nil)
        #expect(CommandOutput.run(["/none"], environment: [:]) == nil)
        #expect(run("head -c 3000000 /dev/zero")?.status == 0)
    }
}
