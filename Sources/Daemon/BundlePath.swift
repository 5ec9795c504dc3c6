import Model
import Platform

/// Where the other half of the bundle is.
enum BundlePath {
    /// The path of `ccmux` that panes and hooks are given: the installed bundle's, through the link that updates move,
    /// where this daemon is the installed one; else the one beside this program.
    static func ccmux(home: HomeLayout) throws(CcmuxError) -> String {
        guard let own = executablePath(), let slash = own.lastIndex(of: "/") else {
            throw CcmuxError(.failed, "The daemon cannot tell where its own program lies.")
        }
        let beside = "\(own[..<slash])/ccmux"
        guard Files.isExecutable(beside) else {
            throw CcmuxError(.failed, "There is no ccmux beside \(own).", advice: "Install again: ./install.sh")
        }
        let installed = home.applicationFolder + "/current/bin/ccmux"
        return Files.realPath(installed) == Files.realPath(beside) ? installed : beside
    }
}
