import Foundation
import Model
import Platform
import Synchronization
import Testing

@testable import Client

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite("Starting the daemon")
struct DaemonLauncherTests {
    /// A home without a service, and a daemon's program that is `script`.
    private func launcher(_ folder: String, _ script: String, _ notices: Notices) throws -> DaemonLauncher {
        let program = folder + "/ccmuxd"
        // Another process writes it: while a test elsewhere forks, a descriptor of ours would be open for writing in its
        // child, and a file that is open for writing cannot be executed.
        let write = try spawnJob(
            ["/bin/sh", "-c", "printf '#!/bin/sh\\n%s' \"$1\" > \"$2\" && chmod 700 \"$2\"", "sh", script, program],
            environment: [], directory: "/", terminal: nil)
        #expect(ChildProcess(pid: write).waitForEnd(seconds: 20) == 0)
        return DaemonLauncher(
            layout: HomeLayout(root: folder), environment: ["HOME": folder, "PATH": "/usr/bin:/bin"], program: program
        ) { notices.add($0) }
    }

    final class Notices: Sendable {
        private let list = Mutex<[String]>([])
        func add(_ text: String) { list.withLock { $0.append(text) } }
        var all: [String] { list.withLock { $0 } }
    }

    @Test("A daemon that ends gives its reason and its status, and none of what an earlier one said")
    func ends() throws {
        let folder = try FakeServer.makeFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder + "/logs", withIntermediateDirectories: false)
        try "an old reason\n".write(toFile: folder + "/logs/daemon.out", atomically: true, encoding: .utf8)
        let launcher = try launcher(folder, "echo \"$1: config.toml:3:1: unknown key\" >&2; exit 78\n", Notices())
        var error: CcmuxError?
        do throws(CcmuxError) { try launcher.start() } catch let thrown { error = thrown }
        #expect(error?.code == .unavailable)
        #expect(error?.advice == "run: config.toml:3:1: unknown key")
        #expect(error?.details?["exitStatus"] == 78)
    }

    @Test("One that has lost against another ends, and the other's answer is waited for", arguments: [0, 4])
    func losesTheRace(_ status: Int) throws {
        let folder = try FakeServer.makeFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let loser = try launcher(
            folder, "echo 'It is running already.' >&2; : > \"$0.ended\"; exit \(status)\n", Notices())
        let servers = Mutex<[FakeServer]>([])
        Thread.detachNewThread {
            // The winner answers only after the loser has ended.
            while !FileManager.default.fileExists(atPath: folder + "/ccmuxd.ended") { sched_yield() }
            let server = try? FakeServer(in: folder) { _, connection in connection.writeJSON(Samples.health) }
            servers.withLock { $0 += [server].compactMap { $0 } }
        }
        let health = try loser.start()
        #expect(health.pid == 42)
        servers.withLock { for server in $0 { server.stop() } }
    }

    @Test("One that refuses for another reason is not waited for longer than a moment")
    func refuses() throws {
        let folder = try FakeServer.makeFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let launcher = try launcher(folder, "echo 'The database is newer.' >&2; exit 4\n", Notices())
        var error: CcmuxError?
        do throws(CcmuxError) { try launcher.start() } catch let thrown { error = thrown }
        #expect(error?.advice == "The database is newer.")
        #expect(error?.details?["exitStatus"] == 4)
    }

    @Test("Its folders are the user's alone")
    func folders() throws {
        let folder = try FakeServer.makeFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let launcher = try launcher(folder, "exit 3\n", Notices())
        var error: CcmuxError?
        do throws(CcmuxError) { try launcher.start() } catch let thrown { error = thrown }
        #expect(error?.advice?.contains("no reason") == true)
        for (path, mode) in [("", 0o700), ("/logs", 0o700), ("/logs/daemon.out", 0o600)] {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder + path)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == mode, "\(path)")
        }
    }

    @Test("A service is used for the home that it serves, and for no other")
    func serviceHome() {
        let usual = HomeLayout(root: "/home/u/.ccmux")
        let other = HomeLayout(root: "/srv/fleet")
        let plain = "[Service]\nExecStart=/home/u/.ccmux/app/current/ccmuxd run\n"
        let named = "[Service]\nEnvironment=CCMUX_HOME=/srv/fleet\n"
        #expect(ServiceUnit.serves(usual, text: plain, userHome: "/home/u"))
        #expect(!ServiceUnit.serves(other, text: plain, userHome: "/home/u"))
        #expect(ServiceUnit.serves(other, text: named, userHome: "/home/u"))
        #expect(!ServiceUnit.serves(usual, text: named, userHome: "/home/u"))
        #expect(!ServiceUnit.serves(HomeLayout(root: "/srv/fle"), text: named, userHome: "/home/u"))
        #expect(ServiceUnit.serves(other, text: "<key>CCMUX_HOME</key><string>/srv/fleet</string>", userHome: "/h"))
    }

    @Test("The service is found in the user's own folder of units")
    func serviceFile() throws {
        let folder = try FakeServer.makeFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let layout = HomeLayout(root: folder + "/.ccmux")
        #expect(ServiceUnit.installed(for: layout, environment: ["HOME": folder]) == nil)
        #if canImport(Darwin)
            let (units, file) = (folder + "/Library/LaunchAgents", "com.u.ccmux.plist")
        #else
            let (units, file) = (folder + "/.config/systemd/user", "ccmux.service")
        #endif
        try FileManager.default.createDirectory(atPath: units, withIntermediateDirectories: true)
        try "[Service]\n".write(toFile: "\(units)/\(file)", atomically: true, encoding: .utf8)
        let unit = ServiceUnit.installed(for: layout, environment: ["HOME": folder])
        #expect(unit?.command(.start) != nil)
        #expect(ServiceUnit.installed(for: HomeLayout(root: "/elsewhere"), environment: ["HOME": folder]) == nil)
    }
}
