package import Model

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension ProcessTable {
    /// Live processes of this user.
    package static func ours() -> [ProcessIdentity] {
        allPIDs().filter { isOurs($0) }.compactMap(identity(of:))
    }

    /// The environment that a process of ours was started with.
    package static func variables(of pid: Int32) -> [String: String] {
        var variables: [String: String] = [:]
        for entry in environment(of: pid).split(separator: 0) {
            guard let end = entry.firstIndex(of: UInt8(ascii: "=")), end > entry.startIndex else { continue }
            variables[String(decoding: entry[..<end], as: UTF8.self)] =
                String(decoding: entry[(end + 1)...], as: UTF8.self)
        }
        return variables
    }
}
