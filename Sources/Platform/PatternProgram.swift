/// A pattern as instructions for a machine that is in many places at once: each scalar of the text is looked at once,
/// and for each at most every instruction is (K. Thompson, "Regular Expression Search Algorithm", CACM 11, 1968).
struct PatternProgram: Sendable {
    private enum Instruction: Sendable {
        case scalar(Unicode.Scalar)
        case any
        /// An index in `sets`, so that an instruction is copied without counting references.
        case set(Int)
        /// Goes on at both places.
        case split(Int, Int)
        case jump(Int)
        case begin
        case end
        case match
    }

    private var instructions: [Instruction] = []
    private var sets: [PatternSet] = []
    /// The first instructions that take a scalar, for a match that begins after the text's first.
    private var firsts: [Int] = []

    /// Instructions; what is repeated counts as often as it is repeated.
    private static let limit = 1000

    init(_ node: PatternNode) throws(PatternProblem) {
        guard Self.size(of: node) < Self.limit else { throw PatternProblem("its repeats make it too large") }
        emit(node)
        instructions.append(.match)
        var places = Places(count: instructions.count)
        _ = follow(0, begin: false, end: false, into: &places)
        firsts = places.list
    }

    /// The number of instructions, or the limit where there would be more.
    private static func size(of node: PatternNode) -> Int {
        let size: Int
        switch node {
        case .scalar, .any, .set, .begin, .end: size = 1
        case .sequence(let nodes): size = nodes.reduce(0) { min($0 + Self.size(of: $1), limit) }
        case .choice(let nodes): size = nodes.reduce(0) { min($0 + Self.size(of: $1) + 2, limit) }
        case .repeated(let inner, let least, let most):
            size = (Self.size(of: inner) + 1) * max(most ?? (least + 1), 1) + 1
        }
        return min(size, limit)
    }

    private mutating func emit(_ node: PatternNode) {
        switch node {
        case .scalar(let scalar): instructions.append(.scalar(scalar))
        case .any: instructions.append(.any)
        case .set(let set):
            sets.append(set)
            instructions.append(.set(sets.count - 1))
        case .begin: instructions.append(.begin)
        case .end: instructions.append(.end)
        case .sequence(let nodes): for node in nodes { emit(node) }
        case .choice(let nodes): emit(choice: nodes)
        case .repeated(let inner, let least, let most):
            for _ in 0..<least { emit(inner) }
            if let most {
                emit(inner, atMost: most - least)
            } else {
                let start = reserve()
                emit(inner)
                instructions.append(.jump(start))
                instructions[start] = .split(start + 1, instructions.count)
            }
        }
    }

    private mutating func emit(choice nodes: [PatternNode]) {
        var jumps: [Int] = []
        for node in nodes.dropLast() {
            let split = reserve()
            emit(node)
            jumps.append(reserve())
            instructions[split] = .split(split + 1, instructions.count)
        }
        if let last = nodes.last { emit(last) }
        for jump in jumps { instructions[jump] = .jump(instructions.count) }
    }

    private mutating func emit(_ node: PatternNode, atMost times: Int) {
        var splits: [Int] = []
        for _ in 0..<times {
            splits.append(reserve())
            emit(node)
        }
        for split in splits { instructions[split] = .split(split + 1, instructions.count) }
    }

    /// A place for an instruction that is known later.
    private mutating func reserve() -> Int {
        instructions.append(.match)
        return instructions.count - 1
    }
}

// MARK: Running

extension PatternProgram {
    /// Instructions that wait for a scalar, each once.
    private struct Places {
        private(set) var list: [Int] = []
        private var round = 1
        private var rounds: [Int]
        var stack: [Int] = []

        init(count: Int) {
            rounds = Array(repeating: 0, count: count)
        }

        mutating func clear() {
            if !list.isEmpty { list.removeAll(keepingCapacity: true) }
            round += 1
        }

        /// False for a place that has been come to already.
        mutating func come(to place: Int) -> Bool {
            if rounds[place] == round { return false }
            rounds[place] = round
            return true
        }

        mutating func wait(at place: Int) { list.append(place) }
    }

    /// How many scalars had to be looked at until some part of the text matched; nil when none does.
    func end(in text: [Unicode.Scalar]) -> Int? {
        var now = Places(count: instructions.count)
        if follow(0, begin: true, end: text.isEmpty, into: &now) { return 0 }
        var next = Places(count: instructions.count)
        for index in text.indices {
            let scalar = text[index]
            let isLast = index + 1 == text.count
            for at in now.list.indices where takes(now.list[at], scalar) {
                if follow(now.list[at] + 1, begin: false, end: isLast, into: &next) { return index + 1 }
            }
            if index > 0 {
                for at in firsts.indices where takes(firsts[at], scalar) {
                    if follow(firsts[at] + 1, begin: false, end: isLast, into: &next) { return index + 1 }
                }
            }
            // Most of a row begins nothing: then there is nothing to swap.
            if !now.list.isEmpty || !next.list.isEmpty { swap(&now, &next) }
            next.clear()
        }
        // A match of nothing at the end: `$`.
        return !text.isEmpty && follow(0, begin: false, end: true, into: &next) ? text.count : nil
    }

    private func takes(_ place: Int, _ scalar: Unicode.Scalar) -> Bool {
        switch instructions[place] {
        case .scalar(let wanted): wanted == scalar
        case .any: true
        case .set(let index): sets[index].contains(scalar)
        case .split, .jump, .begin, .end, .match: false
        }
    }

    /// Goes on from `place` as far as no scalar is needed; true when that is the end of the pattern.
    private func follow(_ place: Int, begin: Bool, end: Bool, into places: inout Places) -> Bool {
        places.stack.append(place)
        while let place = places.stack.popLast() {
            guard places.come(to: place) else { continue }
            switch instructions[place] {
            case .match: return true
            case .jump(let target): places.stack.append(target)
            case .split(let a, let b):
                places.stack.append(a)
                places.stack.append(b)
            case .begin: if begin { places.stack.append(place + 1) }
            case .end: if end { places.stack.append(place + 1) }
            case .scalar, .any, .set: places.wait(at: place)
            }
        }
        return false
    }
}
