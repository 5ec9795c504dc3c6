package import Model

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The system's own words for an errno, such as "No space left on device".
package func systemMessage(_ code: Int32) -> String {
    strerror(code).map { String(cString: $0) } ?? "error \(code)"
}

extension CcmuxError {
    /// `Cannot <what>: <the system's words>.`, with advice where the cause has an obvious cure.
    package static func system(_ what: String, errno code: Int32) -> CcmuxError {
        let advice: String? =
            switch code {
            case ENOSPC, EDQUOT: "Free some disk space and try again; nothing was changed."
            case EROFS: "The file system is read-only. Set CCMUX_HOME to a folder that can be written."
            case EACCES, EPERM: "Check the owner and the permissions."
            case EMFILE, ENFILE: "Too many files are open; raise the limit (ulimit -n)."
            default: nil
            }
        return CcmuxError(.failed, "Cannot \(what): \(systemMessage(code)).", advice: advice)
    }
}

/// Calls `body` again while it fails with EINTR.
func retrying<Result: SignedInteger>(_ body: () -> Result) -> Result {
    while true {
        let result = body()
        if result != -1 || errno != EINTR { return result }
    }
}

/// The real user of this process.
package var currentUser: UInt32 { getuid() }

let socketPathCapacity = MemoryLayout.size(ofValue: sockaddr_un().sun_path)
