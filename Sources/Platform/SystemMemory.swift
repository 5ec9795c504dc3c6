/// The memory of the machine.
package enum SystemMemory {
    /// Megabytes that programs can still get without swapping (`MemAvailable`, proc_meminfo(5)); nil where the system
    /// does not say.
    package static var available: Int? {
        guard let bytes = try? Files.read("/proc/meminfo", limit: 1 << 16) else { return nil }
        return available(in: String(decoding: bytes, as: UTF8.self))
    }

    static func available(in text: String) -> Int? {
        for line in text.split(separator: "\n") where line.hasPrefix("MemAvailable:") {
            let words = line.split(separator: " ")
            guard words.count == 3, words[2] == "kB", let kilobytes = Int(words[1]), kilobytes >= 0 else { return nil }
            return kilobytes / 1024
        }
        return nil
    }
}
