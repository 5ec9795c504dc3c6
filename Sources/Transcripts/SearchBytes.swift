#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension ArraySlice<UInt8> {
    /// Where `needle` first stands; an empty one stands nowhere.
    func place(of needle: [UInt8]) -> Range<Int>? {
        guard !needle.isEmpty else { return nil }
        let found = withUnsafeBytes { bytes -> Int? in
            needle.withUnsafeBytes { wanted in
                guard let base = bytes.baseAddress, let what = wanted.baseAddress else { return nil }
                var index = 0
                while index + wanted.count <= bytes.count {
                    let rest = bytes.count - wanted.count + 1 - index
                    guard let first = memchr(base + index, Int32(wanted[0]), rest) else { return nil }
                    if memcmp(first, what, wanted.count) == 0 { return base.distance(to: UnsafeRawPointer(first)) }
                    index = base.distance(to: UnsafeRawPointer(first)) + 1
                }
                return nil
            }
        }
        return found.map { startIndex + $0..<startIndex + $0 + needle.count }
    }

    func has(_ needle: [UInt8]) -> Bool { place(of: needle) != nil }
}
