import Model
import Platform

/// The unit files of a home, made of the templates. Pure.
struct ServiceFiles: Sendable, Hashable {
    struct File: Sendable, Hashable {
        var path: String
        var text: String
    }

    var unit: ServiceUnit
    var files: [File]

    /// Every file that ccmux writes has this in its first lines, so that none of a person's is ever replaced.
    static let stamp = "`ccmux install-service"

    /// The units of the user's own systemd.
    ///
    /// - Parameters:
    ///   - folder: where they go.
    ///   - hasLauncher: whether `app/launcher` is there; else the daemon is started without its guard.
    static func user(
        _ unit: ServiceUnit, layout: HomeLayout, userHome: String, folder: String, hasLauncher: Bool
    ) throws(CcmuxError) -> ServiceFiles {
        var daemon = ServiceTemplates.daemon
        var tmux = ServiceTemplates.tmux
        if !hasLauncher { daemon = daemon.replacing("/app/launcher run", with: "/app/current/bin/ccmuxd run") }
        if layout.root != "\(userHome)/.ccmux" {
            let home = try specifierSafe(layout.root)
            for (place, setting) in [
                ("%h/.ccmux", home), ("WorkingDirectory=/", "\(environment(home))\nWorkingDirectory=/"),
            ] {
                daemon = daemon.replacing(place, with: setting)
                tmux = tmux.replacing(place, with: setting)
            }
        }
        return ServiceFiles(
            unit: unit,
            files: [
                File(path: "\(folder)/\(ServiceUnit.daemonUnit)", text: daemon + "\n"),
                File(path: "\(folder)/\(ServiceUnit.tmuxUnit)", text: tmux + "\n"),
            ])
    }

    /// The templates of the system, which serve the usual home of whoever they are enabled for. Another home stands
    /// in a drop-in of its own.
    static func system(
        _ unit: ServiceUnit, layout: HomeLayout, userHome: String, hasLauncher: Bool
    ) throws(CcmuxError) -> ServiceFiles {
        let folder = ServiceUnit.systemFolder
        var daemon = ServiceTemplates.systemDaemon
        if !hasLauncher { daemon = daemon.replacing("/app/launcher\" run", with: "/app/current/bin/ccmuxd\" run") }
        var files = [
            File(path: "\(folder)/ccmux@.service", text: daemon + "\n"),
            File(path: "\(folder)/ccmux-tmux@.service", text: ServiceTemplates.systemTmux + "\n"),
        ]
        if layout.root != "\(userHome)/.ccmux" {
            let text = "# \(stamp) --system` wrote this.\n[Service]\n\(environment(try specifierSafe(layout.root)))\n"
            for name in [unit.name, unit.tmuxName].compactMap({ $0 }) {
                files.append(File(path: "\(folder)/\(name).d/home.conf", text: text))
            }
        }
        return ServiceFiles(unit: unit, files: files)
    }

    static func launchAgent(
        _ unit: ServiceUnit, layout: HomeLayout, hasLauncher: Bool
    ) throws(CcmuxError) -> ServiceFiles {
        var text = ServiceTemplates.launchAgent.replacing("com.PREFIX.ccmux", with: unit.name)
        if !hasLauncher { text = text.replacing("HOME/app/launcher", with: "HOME/app/current/bin/ccmuxd") }
        text = text.replacing(">HOME", with: ">" + (try markup(layout.root)))
        return ServiceFiles(unit: unit, files: [File(path: unit.file, text: text + "\n")])
    }

    private static func environment(_ home: String) -> String { "Environment=\"CCMUX_HOME=\(home)\"" }

    /// A path as it can stand in a unit: systemd.unit(5) expands `%`, and splits at blanks outside quotes.
    static func specifierSafe(_ path: String) throws(CcmuxError) -> String {
        guard path.utf8.allSatisfy({ $0 > 32 && $0 != 127 }), !path.contains(where: { "\"'\\$;".contains($0) }) else {
            throw CcmuxError(
                .refused,
                "The home \(path) cannot stand in a unit: it holds a blank, a quote, a backslash or a dollar.",
                advice: "Move it to a plainer path, or start the daemon with 'ccmux daemon start'.")
        }
        return path.replacing("%", with: "%%")
    }

    private static func markup(_ path: String) throws(CcmuxError) -> String {
        guard path.utf8.allSatisfy({ $0 >= 32 && $0 != 127 }) else {
            throw CcmuxError(.refused, "The home \(path) holds a character that a launch agent cannot name.")
        }
        return path.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}

extension String {
    /// Every occurrence of `part`, from left to right.
    fileprivate func replacing(_ part: String, with replacement: String) -> String {
        split(separator: part, omittingEmptySubsequences: false).joined(separator: replacement)
    }
}
