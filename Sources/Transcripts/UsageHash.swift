/// Digests of 64 bits that stay the same between runs and machines, for ids of which nobody has an interest in two that
/// are alike.
struct UsageHash {
    private(set) var value: UInt64 = 0x9E37_79B9_7F4A_7C15

    init() {}

    @inline(__always)
    mutating func add(_ word: UInt64) {
        value = (value ^ word) &* 0xFF51_AFD7_ED55_8CCD
        value ^= value >> 32
    }

    @inline(__always)
    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        var index = 0
        while index + 8 <= bytes.count {
            add(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)))
            index += 8
        }
        var rest: UInt64 = UInt64(truncatingIfNeeded: bytes.count) << 56
        var shift: UInt64 = 0
        while index < bytes.count {
            rest |= UInt64(bytes[index]) << shift
            shift += 8
            index += 1
        }
        add(rest)
    }

    /// Never 0, which stands for none.
    @inline(__always)
    static func of(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash = UsageHash()
        hash.add(UnsafeRawBufferPointer(bytes))
        return hash.finished
    }

    @inline(__always)
    var finished: UInt64 {
        var hash = self
        hash.add(0x1F83_D9AB_FB41_BD6B)
        return max(1, hash.value)
    }
}
