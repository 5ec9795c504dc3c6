import Model
import Platform
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// The environment that the user's login shell makes, asked once: the daemon's own may be a service's bare one.
package enum LoginEnvironment {
    /// Seconds that a slow profile may take.
    private static let patience = 5.0
    private static let marker = "__ccmux_environment__"
    /// Of the caller's environment these reach the shell; the profile makes the rest.
    private static let kept = [
        "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "XDG_RUNTIME_DIR",
        "DBUS_SESSION_BUS_ADDRESS", "SSH_AUTH_SOCK", "DISPLAY", "WAYLAND_DISPLAY", "PATH",
    ]

    package struct Result: Sendable {
        package var variables: [String: String]
        /// Why the caller's own environment is used instead; nil where the shell answered.
        package var problem: String?
    }

    /// Runs the login shell (`-l -i`, since many set their PATH for interactive shells only). It gets no terminal and
    /// no input; what it prints before the marker is dropped.
    package static func read(_ own: [String: String]) async -> Result {
        let base = own.filter { kept.contains($0.key) }
        let shell = own["SHELL"].flatMap { Files.isExecutable($0) ? $0 : nil } ?? "/bin/sh"
        let flags = shell.hasSuffix("/sh") || shell.hasSuffix("/dash") ? ["-l"] : ["-l", "-i"]
        // A constant text; nothing of the user's is in it.
        let command = "printf '%s\\0' \(marker); env -0"
        guard
            let output = await OneShot.output(
                shell, flags + ["-c", command], environment: base, seconds: patience, limit: 4 << 20)
        else { return Result(variables: base, problem: "\(shell) did not answer within \(Int(patience)) s") }
        guard let variables = parse(output) else {
            return Result(variables: base, problem: "\(shell) printed no environment")
        }
        return Result(variables: base.merging(variables) { $1 }, problem: nil)
    }

    /// What stands behind the marker: NAME=VALUE, each ended by a NUL.
    static func parse(_ output: [UInt8]) -> [String: String]? {
        guard let start = output.firstRange(of: Array(marker.utf8) + [0]) else { return nil }
        var variables: [String: String] = [:]
        for entry in output[start.upperBound...].split(separator: 0) {
            guard let equals = entry.firstIndex(of: UInt8(ascii: "=")), equals > entry.startIndex else { continue }
            let name = String(decoding: entry[..<equals], as: UTF8.self)
            variables[name] = String(decoding: entry[(equals + 1)...], as: UTF8.self)
        }
        return variables.isEmpty ? nil : variables
    }
}
