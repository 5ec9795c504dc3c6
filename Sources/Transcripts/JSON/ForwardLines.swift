#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A transcript's lines, oldest first, without their line feeds; blank ones are left out.
package struct ForwardLines: Sequence, IteratorProtocol {
    private var rest: ArraySlice<UInt8>

    package init(_ lines: ArraySlice<UInt8>) { rest = lines }

    package mutating func next() -> ArraySlice<UInt8>? {
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { bytes in
                guard let base = bytes.baseAddress, let end = memchr(base, 0x0A, bytes.count) else {
                    return bytes.count
                }
                return base.distance(to: UnsafeRawPointer(end))
            }
            let line = rest.prefix(count)
            rest = rest.dropFirst(count + 1)
            if !line.isEmpty { return line }
        }
        return nil
    }
}
