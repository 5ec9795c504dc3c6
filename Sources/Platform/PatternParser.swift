/// The structure of a pattern.
indirect enum PatternNode: Sendable {
    case scalar(Unicode.Scalar)
    case any
    case set(PatternSet)
    /// Where the text begins, and where it ends.
    case begin
    case end
    case sequence([PatternNode])
    case choice([PatternNode])
    case repeated(PatternNode, least: Int, most: Int?)
}

/// Reads a POSIX extended regular expression.
struct PatternParser {
    private let text: [Unicode.Scalar]
    private var at = 0
    private var depth = 0

    /// Groups within groups; each costs some stack here and in what walks the tree.
    private static let deepest = 50

    init(_ source: String) {
        text = Array(source.unicodeScalars)
    }

    mutating func parse() throws(PatternProblem) -> PatternNode {
        guard !text.isEmpty else { throw PatternProblem("it is empty") }
        let node = try choice()
        guard at == text.count else { throw problem("')' closes no group; write \\) for the character") }
        return node
    }

    private var peek: Unicode.Scalar? { at < text.count ? text[at] : nil }

    private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        guard peek == scalar else { return false }
        at += 1
        return true
    }

    private func problem(_ reason: String) -> PatternProblem {
        PatternProblem("\(reason) (character \(min(at, text.count - 1) + 1))")
    }

    private mutating func choice() throws(PatternProblem) -> PatternNode {
        var branches = [try sequence()]
        while skip("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws(PatternProblem) -> PatternNode {
        var pieces: [PatternNode] = []
        while let peek, peek != "|", peek != ")" { pieces.append(try piece()) }
        guard !pieces.isEmpty else { throw problem("an alternative or a group is empty") }
        return pieces.count == 1 ? pieces[0] : .sequence(pieces)
    }

    private mutating func piece() throws(PatternProblem) -> PatternNode {
        let node = try atom()
        guard let bounds = try bounds() else { return node }
        if case .begin = node { throw problem("'^' cannot be repeated") }
        if case .end = node { throw problem("'$' cannot be repeated") }
        if try self.bounds() != nil { throw problem("a repeat cannot be repeated; there are no lazy repeats here") }
        return .repeated(node, least: bounds.least, most: bounds.most)
    }

    private mutating func atom() throws(PatternProblem) -> PatternNode {
        guard let scalar = peek else { throw problem("something is missing") }
        switch scalar {
        case "(": return try group()
        case "[":
            at += 1
            return .set(try set())
        case "*", "+", "?", "{":
            throw problem("'\(scalar)' has nothing before it to repeat; write \\\(scalar) for the character")
        case "\\":
            at += 1
            return .scalar(try escaped())
        default:
            at += 1
            return scalar == "." ? .any : scalar == "^" ? .begin : scalar == "$" ? .end : .scalar(scalar)
        }
    }

    private mutating func group() throws(PatternProblem) -> PatternNode {
        at += 1
        depth += 1
        guard depth <= Self.deepest else { throw problem("groups are nested deeper than \(Self.deepest)") }
        let node = try choice()
        guard skip(")") else { throw problem("')' is missing") }
        depth -= 1
        return node
    }

    /// Letters and digits after a backslash mean something else to every other kind of expression, or nothing.
    private mutating func escaped() throws(PatternProblem) -> Unicode.Scalar {
        guard let scalar = peek else { throw problem("nothing follows the backslash; write \\\\ for the character") }
        guard !scalar.properties.isAlphabetic, scalar.properties.numericType == nil else {
            let meant =
                switch scalar {
                case "d": "; write [0-9]"
                case "s": "; write [[:space:]]"
                case "w": "; write [[:alnum:]_]"
                case "1"..."9": ": there are no back-references"
                default: ""
                }
            throw problem("'\\\(scalar)' has no meaning here\(meant)")
        }
        at += 1
        return scalar
    }

    private mutating func bounds() throws(PatternProblem) -> (least: Int, most: Int?)? {
        if skip("*") { return (0, nil) }
        if skip("+") { return (1, nil) }
        if skip("?") { return (0, 1) }
        guard skip("{") else { return nil }
        let wrong = "'{' must be {n}, {n,} or {n,m}; write \\{ for the character"
        guard let least = try number() else { throw problem(wrong) }
        var most: Int? = least
        if skip(",") { most = try number() }
        guard skip("}") else { throw problem(wrong) }
        if let most, most < least { throw problem("the numbers in '{\(least),\(most)}' are the wrong way round") }
        guard most != 0 else { throw problem("what is repeated 0 times is never there") }
        return (least, most)
    }

    private mutating func number() throws(PatternProblem) -> Int? {
        var value: Int?
        while let digit = peek, ("0"..."9").contains(digit) {
            at += 1
            value = (value ?? 0) * 10 + Int(digit.value - 48)
            if let value, value > Pattern.repeatLimit {
                throw problem("a number of repeats is greater than \(Pattern.repeatLimit)")
            }
        }
        return value
    }
}

// MARK: Bracket expressions

extension PatternParser {
    /// What follows `[`, with its closing bracket.
    private mutating func set() throws(PatternProblem) -> PatternSet {
        var set = PatternSet(isNegated: skip("^"))
        var isFirst = true
        while let scalar = peek {
            if scalar == "]", !isFirst {
                at += 1
                return set
            }
            isFirst = false
            if scalar == "[", at + 1 < text.count, [":", ".", "="].contains(text[at + 1]) {
                set.classes.append(try namedClass())
                continue
            }
            let low = try member()
            guard peek == "-", at + 1 < text.count, text[at + 1] != "]" else {
                set.ranges.append(low...low)
                continue
            }
            at += 1
            let high = try member()
            guard low <= high else { throw problem("the range '\(low)-\(high)' is the wrong way round") }
            set.ranges.append(low...high)
        }
        throw problem("']' is missing")
    }

    /// A backslash would mean itself in brackets, which nobody expects.
    private mutating func member() throws(PatternProblem) -> Unicode.Scalar {
        guard let scalar = peek else { throw problem("']' is missing") }
        guard scalar != "\\" else {
            throw problem("a backslash cannot stand in brackets; put ']' first, '-' last, and \\\\ outside of them")
        }
        at += 1
        return scalar
    }

    private mutating func namedClass() throws(PatternProblem) -> PatternSet.Class {
        guard text[at + 1] == ":" else { throw problem("only names such as [:alpha:] can stand in brackets so") }
        var name = ""
        var end = at + 2
        while end < text.count, text[end] != ":" {
            name.unicodeScalars.append(text[end])
            end += 1
        }
        guard end + 1 < text.count, text[end + 1] == "]", let known = PatternSet.Class(rawValue: name) else {
            let names = PatternSet.Class.allCases.map(\.rawValue).joined(separator: ", ")
            throw problem("there is no class '[:\(name.prefix(20)):]'; there are \(names)")
        }
        at = end + 2
        return known
    }
}
