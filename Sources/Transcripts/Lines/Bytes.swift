import CPlatform

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension [UInt8] {
    /// Where the first line feed at or after `start` is.
    func firstLineFeed(from start: Int) -> Int? {
        guard start < count else { return nil }
        return withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, let found = memchr(base + start, 0x0A, bytes.count - start) else {
                return nil
            }
            return base.distance(to: UnsafeRawPointer(found))
        }
    }
}

extension ArraySlice<UInt8> {
    /// Whether these bytes are somewhere in it.
    func has(_ word: StaticString) -> Bool {
        withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return false }
            return ccp_find(base, bytes.count, word.utf8Start, word.utf8CodeUnitCount) != nil
        }
    }

    /// Where the last line feed is.
    var lastLineFeed: Int? {
        withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, let found = ccp_find_last(base, bytes.count, 0x0A) else { return nil }
            return startIndex + base.distance(to: found)
        }
    }

    /// What follows the last of these words.
    func afterLast(_ word: StaticString) -> ArraySlice<UInt8>? {
        var rest = self
        var found: ArraySlice<UInt8>?
        while let next = rest.after(word) {
            found = next
            rest = next
        }
        return found
    }

    /// What follows the first of these words.
    func after(_ word: StaticString) -> ArraySlice<UInt8>? {
        let place = withUnsafeBytes { bytes -> Int? in
            guard let base = bytes.baseAddress,
                let found = ccp_find(base, bytes.count, word.utf8Start, word.utf8CodeUnitCount)
            else { return nil }
            return base.distance(to: found) + word.utf8CodeUnitCount
        }
        return place.map { dropFirst($0) }
    }
}
