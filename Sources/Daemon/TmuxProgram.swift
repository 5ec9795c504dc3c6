import Config
import Model
import Platform
import Tmux

/// The tmux of this machine, as the configuration chooses it.
struct TmuxProgram {
    var path: String
    var version: TmuxVersion
    var socket: TmuxConfiguration.Socket

    /// - Throws: `.configuration` when there is none, or it is too old.
    static func find(
        _ configuration: Configuration.Tmux, environment: [String: String]
    ) async throws(CcmuxError) -> TmuxProgram {
        let path = try path(configuration, environment)
        let version: TmuxVersion
        do throws(TmuxError) {
            version = try await TmuxServer.version(of: path)
        } catch {
            throw CcmuxError(.configuration, "\(path) does not tell its version: \(error.message)", advice: install)
        }
        guard version.isSupported else {
            throw CcmuxError(
                .configuration, "\(path) is tmux \(version); \(TmuxVersion.oldest) or newer is needed.", advice: install
            )
        }
        return TmuxProgram(path: path, version: version, socket: socket(configuration.socket))
    }

    private static let install = "Install it: apt install tmux, or brew install tmux."
    /// A service's PATH may lack these.
    private static let usual = ["/usr/local/bin", "/opt/homebrew/bin", "/usr/bin", "/bin"]

    private static func path(
        _ configuration: Configuration.Tmux, _ environment: [String: String]
    ) throws(CcmuxError) -> String {
        if !configuration.executable.isEmpty {
            guard Files.isExecutable(configuration.executable) else {
                throw CcmuxError(
                    .configuration, "tmux.executable is \(configuration.executable), and there is no such program.",
                    advice: "ccmux config unset tmux.executable looks on the PATH.")
            }
            return configuration.executable
        }
        let folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init).filter { $0.hasPrefix("/") }
        guard let found = (folders + usual).map({ $0 + "/tmux" }).first(where: Files.isExecutable) else {
            throw CcmuxError(.configuration, "tmux is not installed.", advice: install)
        }
        return found
    }

    private static func socket(_ text: String) -> TmuxConfiguration.Socket {
        text.isEmpty ? .standard : text.hasPrefix("/") ? .path(text) : .name(text)
    }

    /// Where the init system has a unit for the tmux server, that is given a little time to start it.
    static func serverPatience(_ environment: [String: String]) -> Duration {
        environment["CCMUX_TMUX_UNIT"]?.isEmpty == false ? .seconds(3) : .zero
    }

    /// What a tmux server that we start hands on to hand-made panes: the login shell's, without what belongs to the
    /// place where the daemon was started.
    static func environment(_ login: [String: String]) -> [String: String] {
        login.filter { name, _ in
            !["TMUX", "TMUX_PANE", "CLAUDECODE"].contains(name) && !name.hasPrefix("CLAUDE_CODE_")
                && !name.hasPrefix("CCMUX_")
        }
    }
}
