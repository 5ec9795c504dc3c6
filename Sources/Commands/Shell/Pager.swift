import Model
import Platform

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The program that shows long output page by page.
package enum Pager {
    /// The command line of the pager; nil where there is to be none.
    ///
    /// - Parameters:
    ///   - isThere: whether a program of this name can be found.
    package static func command(_ variable: (String) -> String?, isThere: (String) -> Bool) -> String? {
        if let wish = variable("CCMUX_PAGER") ?? variable("PAGER") {
            return wish.isEmpty || wish == "cat" ? nil : wish
        }
        return isThere("less") ? "less -R" : nil
    }

    /// Runs `body` with stdout leading to the pager, where stdout is a terminal and there is one.
    static func run(_ body: () throws(CcmuxError) -> Void) throws(CcmuxError) {
        guard StandardStreams.outputIsTerminal, StandardStreams.inputIsTerminal,
            let command = command(CommandContext.variable, isThere: isInPath)
        else { return try body() }
        // Quits where all fits the screen, keeps colours, leaves the text on the screen. What the user set stays.
        setenv("LESS", "FRX", 0)
        setenv("LV", "-c", 0)
        guard let pipe = popen(command, "w") else { return try body() }
        // A key that interrupts is the pager's; one that ends early is no error.
        signal(SIGINT, SIG_IGN)
        signal(SIGPIPE, SIG_IGN)
        let terminal = dup(1)
        dup2(fileno(pipe), 1)
        var failure: CcmuxError?
        do throws(CcmuxError) {
            try body()
        } catch {
            failure = error
        }
        dup2(terminal, 1)
        close(terminal)
        pclose(pipe)
        if let failure { throw failure }
    }

    private static func isInPath(_ name: String) -> Bool {
        (CommandContext.variable("PATH") ?? "").split(separator: ":").contains {
            $0.hasPrefix("/") && Files.isExecutable("\($0)/\(name)")
        }
    }
}
