import Foundation
import Platform

@testable import Updates

/// A home of its own, gone with its last user.
final class TemporaryHome: Sendable {
    let home: HomeLayout

    init() throws {
        let folder = NSTemporaryDirectory() + "ccmux-updates-" + UUID().uuidString
        home = HomeLayout(root: folder)
        try Files.makeFolder(home.versionFolder)
    }

    deinit { Files.removeTree(home.root) }

    func write(_ path: String, _ text: String, executable: Bool = false) throws {
        let whole = path.hasPrefix("/") ? path : "\(home.root)/\(path)"
        if let slash = whole.lastIndex(of: "/") { try Files.makeFolder(String(whole[..<slash])) }
        try Files.replace(whole, with: Array(text.utf8), durable: false)
        if executable { try Files.setMode(whole, 0o700) }
    }

    func read(_ path: String) -> String? {
        let bytes = (try? Files.read("\(home.root)/\(path)", limit: 1 << 20)).flatMap { $0 }
        return bytes.map { String(decoding: $0, as: UTF8.self) }
    }

    /// A bundle of scripts: `ccmux version --json`, `ccmuxd run` and `ccmuxd doctor --preflight`.
    ///
    /// - Parameter found: the schema that its check finds; it would make it 2.
    func putBundle(_ folder: String, version: String, ok: Bool = true, found: Int = 2) throws {
        try write("\(folder)/bin/ccmux", "#!/bin/sh\necho '{\"version\":\"\(version)\"}'\n", executable: true)
        let problems = ok ? "" : "\"the stars are wrong\""
        let report =
            "{\"version\":\"\(version)\",\"ok\":\(ok),\"schema\":2,\"found\":\(found),\"problems\":[\(problems)]}"
        try write(
            "\(folder)/bin/ccmuxd",
            "#!/bin/sh\ncase $1 in run) echo \"\(version) runs\" ;; *) echo '\(report)' ;; esac\n", executable: true)
    }

    func putVersion(_ version: String, ok: Bool = true) throws {
        try putBundle("\(home.versionFolder)/\(version)", version: version, ok: ok)
    }
}
