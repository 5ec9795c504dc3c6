import Client
import Model
import Platform

/// The heavy program beside this one, which knows the configuration and the machine.
enum DaemonProgram {
    /// Becomes `ccmuxd ARGUMENTS…`; returns only to throw.
    static func replaceProcess(_ arguments: [String]) throws(CcmuxError) -> Never {
        guard let program = DaemonLauncher.sibling("ccmuxd") else {
            throw CcmuxError(
                .failed, "The daemon's program, ccmuxd, is not beside ccmux.",
                advice: "The installation is incomplete: run install.sh again.")
        }
        try Platform.replaceProcess([program] + arguments)
    }
}
