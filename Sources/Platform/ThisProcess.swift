#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The environment of this process.
package func processEnvironment() -> [String: String] {
    var variables: [String: String] = [:]
    var entry = environ
    while let text = entry.pointee {
        let words = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        if words.count == 2 { variables[String(words[0])] = String(words[1]) }
        entry += 1
    }
    return variables
}

/// The pid of this process.
package func thisProcess() -> Int32 { getpid() }

/// Ends this process.
package func leave(_ status: Int32) -> Never {
    exit(status)
}
