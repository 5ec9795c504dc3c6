/// When automatic updates look for a release.
package enum UpdateSchedule {
    /// Seconds from the daemon's start, or from one look, to the next: the interval and a tenth of it more or less,
    /// another one for each machine and each look, so that a fleet of machines does not come at once.
    package static func pause(interval: Int, machine: String, look: Int) -> Double {
        let hash = Self.hash("\(machine) \(look)")
        let share = Double(hash % 10_000) / 10_000
        // The first look comes within one interval, so that machines that were started together part.
        if look == 0 { return max(5, Double(interval) * share) }
        return Double(interval) * (0.9 + 0.2 * share)
    }

    /// FNV-1a: the same on every machine and in every run.
    private static func hash(_ text: String) -> UInt64 {
        var value: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return value
    }
}
