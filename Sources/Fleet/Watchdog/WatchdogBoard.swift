import Model
import Platform
import Watchdog

/// What the watchdog remembers. The records are the store's; the rest may be forgotten with the daemon.
struct WatchdogBoard {
    var isLoaded = false
    var records: [SessionID: [WatchdogRule: WatchdogRecord]] = [:]
    var quiet: [SessionID: QuietWatch] = [:]
    /// Sessions that were told to launch anew by this daemon, and for which occasion.
    var relaunched: [SessionID: String] = [:]
    /// Steps that are being carried out.
    var busy: Set<Step> = []
    /// The user's command runs for these.
    var notifying: Set<Step> = []

    struct Step: Hashable {
        var id: SessionID
        var rule: WatchdogRule
    }

    mutating func forget(except ids: Dictionary<SessionID, Entry>.Keys) {
        records = records.filter { ids.contains($0.key) }
        quiet = quiet.filter { ids.contains($0.key) }
        relaunched = relaunched.filter { ids.contains($0.key) }
    }
}

/// Since when a session that works shows no sign of it.
struct QuietWatch {
    /// Of the words on its screen: clocks, counters and spinners turn on for ever.
    var words = 0
    var transcript: FileStamp?
    var since: Timestamp
    /// CPU seconds of its processes, and when they were counted.
    var cpu: (seconds: Double, at: Timestamp)?

    /// Share of one core above which something is being computed. A spinner alone costs an agent less.
    static let computing = 0.15
    /// Seconds between counts, and the rest after which counting begins.
    static let interval = 20.0

    /// Letters of all rows but those in which a spinner stands at the margin.
    static func words(of lines: [[UInt8]]) -> Int {
        var hasher = Hasher()
        for line in lines {
            var isEscape = false
            for byte in line {
                if byte == 0x1B {
                    isEscape = true
                } else if isEscape {
                    // CSI sequences end with a letter; so do the others that capture-pane writes.
                    if (0x40...0x7E).contains(byte), byte != UInt8(ascii: "[") { isEscape = false }
                } else if (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) {
                    hasher.combine(byte)
                }
            }
            hasher.combine(0)
        }
        return hasher.finalize()
    }

    /// Takes the CPU seconds that its processes have used. Much of it since the last count is a sign of work.
    mutating func take(cpu seconds: Double, at moment: Timestamp) {
        if let before = cpu {
            let passed = moment.seconds(since: before.at)
            if passed > 0, (seconds - before.seconds) / passed >= Self.computing { since = moment }
        }
        cpu = (seconds, moment)
    }
}
