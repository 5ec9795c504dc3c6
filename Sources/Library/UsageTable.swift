/// Which message of which file stands for an id: a flat table with open addressing.
struct UsageTable {
    struct Place: Equatable {
        var file: UInt32
        var message: UInt32
    }

    private var ids: [UInt64]
    private var places: [Place]
    private(set) var count = 0

    init(capacity: Int = 1024) {
        var size = 1024
        while size < capacity * 2 { size *= 2 }
        ids = Array(repeating: 0, count: size)
        places = Array(repeating: Place(file: 0, message: 0), count: size)
    }

    /// - Parameter id: not 0.
    subscript(id: UInt64) -> Place? {
        let slot = slot(of: id)
        return ids[slot] == id ? places[slot] : nil
    }

    mutating func set(_ id: UInt64, _ place: Place) {
        var slot = slot(of: id)
        if ids[slot] != id {
            if (count + 1) * 2 > ids.count {
                grow()
                slot = self.slot(of: id)
            }
            count += 1
            ids[slot] = id
        }
        places[slot] = place
    }

    private func slot(of id: UInt64) -> Int {
        let mask = ids.count - 1
        var slot = Int(truncatingIfNeeded: id &* 0x9E37_79B9_7F4A_7C15 >> 20) & mask
        while ids[slot] != 0, ids[slot] != id { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func grow() {
        var larger = UsageTable(capacity: ids.count)
        for slot in ids.indices where ids[slot] != 0 { larger.set(ids[slot], places[slot]) }
        self = larger
    }
}
