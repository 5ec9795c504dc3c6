/// How far a transcript was read, as opaque text. It knows the file again by device, inode and the bytes before its
/// place.
struct TranscriptCursor: Equatable {
    var device: UInt64
    var inode: UInt64
    /// Where the turn before the one that was open begins.
    var start: Int
    /// Up to where lines were taken.
    var end: Int
    var digest: UInt64
    /// See `TurnBuilder.baseline`.
    var baseline: Int?

    private static let version = "t1"
    /// So many bytes before `end` must be the same.
    private static let digestedBytes = 512

    init(_ file: OpenTranscript, start: Int, end: Int, baseline: Int?) {
        device = file.device
        inode = file.inode
        self.start = start
        self.end = end
        digest = Self.digest(file, before: end)
        self.baseline = baseline
    }

    init?(_ text: String) {
        let parts = text.utf8.count <= 200 ? text.split(separator: ".", omittingEmptySubsequences: false) : []
        guard parts.count == 7, parts[0] == Self.version, let device = UInt64(parts[1], radix: 16),
            let inode = UInt64(parts[2], radix: 16), let start = Int(parts[3], radix: 16),
            let end = Int(parts[4], radix: 16), let digest = UInt64(parts[5], radix: 16), 0 <= start, start <= end,
            parts[6] == "" || Int(parts[6], radix: 16) != nil
        else { return nil }
        self.device = device
        self.inode = inode
        self.start = start
        self.end = end
        self.digest = digest
        baseline = Int(parts[6], radix: 16)
    }

    var text: String {
        let numbers = [String(device, radix: 16), String(inode, radix: 16), String(start, radix: 16)]
        let rest = [String(end, radix: 16), String(digest, radix: 16), baseline.map { String($0, radix: 16) } ?? ""]
        return ([Self.version] + numbers + rest).joined(separator: ".")
    }

    /// Whether this is still the file, and as long as it was.
    func isOf(_ file: OpenTranscript) -> Bool {
        device == file.device && inode == file.inode && end <= file.size && digest == Self.digest(file, before: end)
    }

    /// FNV-1a.
    private static func digest(_ file: OpenTranscript, before end: Int) -> UInt64 {
        let start = max(0, end - digestedBytes)
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in file.bytes(from: start, count: end - start) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash
    }
}
