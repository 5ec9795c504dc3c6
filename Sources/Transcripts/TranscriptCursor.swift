/// How far a transcript was read, as opaque text. It knows the file again by device, inode and the bytes before its
/// place.
struct TranscriptCursor: Equatable {
    var device: UInt64
    var inode: UInt64
    /// Where the turn before the one that was open begins, or an earlier one, if more must be known of the past.
    var start: Int
    /// Up to where lines were taken.
    var end: Int
    var digest: UInt64
    /// What is to be known at `start`.
    var memory: TurnMemory

    private static let version = "t1"
    /// So many bytes before `end` must be the same.
    private static let digestedBytes = 512

    init(_ file: OpenTranscript, start: Int, end: Int, memory: TurnMemory) {
        device = file.device
        inode = file.inode
        self.start = start
        self.end = end
        digest = Self.digest(file, before: end)
        self.memory = memory
    }

    init?(_ text: String) {
        let parts = text.utf8.count <= 400 ? text.split(separator: ".", omittingEmptySubsequences: false) : []
        guard parts.count == 7 || parts.count == 9, parts[0] == Self.version, let device = UInt64(parts[1], radix: 16),
            let inode = UInt64(parts[2], radix: 16), let start = Int(parts[3], radix: 16),
            let end = Int(parts[4], radix: 16), let digest = UInt64(parts[5], radix: 16), 0 <= start, start <= end,
            parts[6] == "" || Int(parts[6], radix: 16) != nil,
            let memory = Self.memory(Int(parts[6], radix: 16), parts.dropFirst(7))
        else { return nil }
        self.device = device
        self.inode = inode
        self.start = start
        self.end = end
        self.digest = digest
        self.memory = memory
    }

    /// Older cursors have only the baseline.
    private static func memory(_ baseline: Int?, _ more: ArraySlice<Substring>) -> TurnMemory? {
        guard let flags = more.first, let model = more.last else {
            return TurnMemory(baseline: baseline, isDescribed: true)
        }
        return TurnMemory(baseline: baseline, flags: flags, model: model)
    }

    var text: String {
        let numbers = [String(device, radix: 16), String(inode, radix: 16), String(start, radix: 16)]
        let baseline = memory.baseline.map { String($0, radix: 16) } ?? ""
        let rest = [String(end, radix: 16), String(digest, radix: 16), baseline, memory.text]
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
