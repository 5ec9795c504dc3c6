import CPlatform
package import Model

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Starts a program in a session of its own that outlives the caller; both its outputs are appended to `output` (0600).
///
/// - Parameter argv: the program's absolute path, then its arguments.
/// - Returns: its pid.
package func spawnDetached(
    _ argv: [String], environment: [String: String], output: String
) throws(CcmuxError) -> Int32 {
    var failure = ccp_failure()
    let pid = withCStrings(argv) { arguments in
        withCStrings(environment.map { "\($0)=\($1)" }) { variables in
            ccp_spawn_detached(argv.first ?? "", arguments, variables, output, &failure)
        }
    }
    guard pid > 0 else { throw spawnError(argv, failure, directory: "/", output: output) }
    return pid
}

/// Starts a program as a job of a terminal: in a process group of its own, which becomes the foreground group of
/// `terminal` when one is given.
///
/// - Parameters:
///   - argv: the program's absolute path, then its arguments.
///   - environment: all of it, in order.
package func spawnJob(
    _ argv: [String], environment: [(name: String, value: String)], directory: String, terminal: Int32?
) throws(CcmuxError) -> Int32 {
    var failure = ccp_failure()
    let pid = withCStrings(argv) { arguments in
        withCStrings(environment.map { "\($0.name)=\($0.value)" }) { variables in
            ccp_spawn_job(argv.first ?? "", arguments, variables, directory, terminal ?? -1, &failure)
        }
    }
    guard pid > 0 else { throw spawnError(argv, failure, directory: directory, output: nil) }
    return pid
}

/// Replaces this process by `argv[0]` (an absolute path), with the environment it has.
///
/// Returns only to throw.
package func replaceProcess(_ argv: [String]) throws(CcmuxError) -> Never {
    _ = withCStrings(argv) { execv(argv.first ?? "", $0) }
    throw .system("start \(argv.first ?? "")", errno: errno)
}

/// The same from any thread, with an environment of its own, which is all of it, and with no signal blocked or ignored.
package func replaceProcess(_ argv: [String], environment: [String: String]) throws(CcmuxError) -> Never {
    withCStrings(argv) { arguments in
        withCStrings(environment.map { "\($0)=\($1)" }) { ccp_replace_process(argv.first ?? "", arguments, $0) }
    }
    throw .system("start \(argv.first ?? "")", errno: errno)
}

/// The path of the running executable with links resolved.
package func executablePath() -> String? { platformExecutablePath() }

private func spawnError(
    _ argv: [String], _ failure: ccp_failure, directory: String, output: String?
) -> CcmuxError {
    switch UInt32(failure.stage) {
    case CCP_STAGE_DIRECTORY.rawValue: .system("enter \(directory)", errno: failure.error)
    case CCP_STAGE_OUTPUT.rawValue: .system("write \(output ?? "its output")", errno: failure.error)
    default: .system("start \(argv.first ?? "")", errno: failure.error)
    }
}

/// Calls `body` with a NULL-terminated array of C strings.
private func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    var pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) }
    pointers.append(nil)
    defer { for pointer in pointers { free(pointer) } }
    return pointers.withUnsafeBufferPointer { buffer in
        // Never nil: the array has at least its terminator.
        buffer.baseAddress.map(body) ?? withUnsafePointer(to: nil, body)
    }
}
