import CPlatform

extension ArraySlice<UInt8> {
    /// Where `needle` first stands; an empty one stands nowhere.
    func place(of needle: [UInt8]) -> Range<Int>? {
        guard !needle.isEmpty else { return nil }
        let found = withUnsafeBytes { bytes -> Int? in
            needle.withUnsafeBytes { wanted in
                guard let base = bytes.baseAddress, let what = wanted.baseAddress,
                    let hit = ccp_find(base, bytes.count, what, wanted.count)
                else { return nil }
                return base.distance(to: hit)
            }
        }
        return found.map { startIndex + $0..<startIndex + $0 + needle.count }
    }

    func has(_ needle: [UInt8]) -> Bool { place(of: needle) != nil }
}
