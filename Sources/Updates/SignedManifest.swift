import Model

/// A manifest taken apart into what is signed and the signature over it. Nothing in it is verified yet.
///
/// The file is one line of canonical JSON. Its member `signature` has one spelling,
/// `"signature":{"key":"…","value":"…"},` with 64 and 128 lowercase hexadecimal digits; without these bytes and
/// without the newline at the end the file is what was signed. `sed` cuts them out just so, in `release/verify-manifest`.
struct SignedManifest {
    /// The bytes that were signed.
    var content: [UInt8]
    /// The members that `content` has.
    var members: [String: CanonicalJSON]
    /// The key that is said to have signed, 32 bytes.
    var key: [UInt8]
    /// 64 bytes.
    var signature: [UInt8]

    /// How many rotations a manifest may bring along: each costs verifications before anything is believed.
    static let mostRotations = 16

    init(_ bytes: [UInt8]) throws(CcmuxError) {
        guard bytes.last == UInt8(ascii: "\n") else { throw ReleaseManifest.refusal("does not end with a newline") }
        let line = Array(bytes.dropLast())
        let whole = try Self.object(line)
        guard let member = whole["signature"] else { throw ReleaseManifest.refusal("is not signed") }
        guard case .object(let fields) = member, fields.count == 2, case .string(let key)? = fields["key"],
            case .string(let value)? = fields["value"], let keyBytes = Self.hex(key, count: 32),
            let valueBytes = Self.hex(value, count: 64)
        else { throw ReleaseManifest.refusal("has a signature of another form") }
        let spelling = Array(#""signature":{"key":"\#(key)","value":"\#(value)"},"#.utf8)
        guard let place = line.firstIndex(of: spelling) else {
            throw ReleaseManifest.refusal("has its signature in another place")
        }
        content = line
        content.removeSubrange(place..<place + spelling.count)
        members = try Self.object(content)
        // The same but for the signature: so it was the member of the whole that was cut out, and no other text.
        var rest = whole
        rest["signature"] = nil
        guard rest == members else { throw ReleaseManifest.refusal("has its signature in another place") }
        (self.key, signature) = (keyBytes, valueBytes)
    }

    func verify(_ pinned: ReleaseKeys) throws(CcmuxError) {
        var keys = pinned
        for (key, signature) in try rotations() { keys = keys.adding(key, signature: signature) }
        guard keys.contains(key) else {
            throw ReleaseManifest.refusal(
                "is signed by a key that is not trusted (\(HexText.of(key.prefix(8)))…)",
                advice: "Do not install it by other means before those who publish ccmux have said why.")
        }
        guard keys.verify(signature, over: content, by: key) else {
            throw ReleaseManifest.refusal("does not have the signature that belongs to it: it was altered")
        }
    }

    /// Keys and the signatures that vouch for them, in the order in which they came about.
    private func rotations() throws(CcmuxError) -> [(key: [UInt8], signature: [UInt8])] {
        guard case .array(let entries)? = members["keys"], entries.count <= Self.mostRotations else {
            throw ReleaseManifest.refusal("has no proper list 'keys'")
        }
        var rotations: [(key: [UInt8], signature: [UInt8])] = []
        for entry in entries {
            guard case .object(let fields) = entry, fields.count == 2, case .string(let key)? = fields["key"],
                case .string(let signature)? = fields["signature"], let keyBytes = Self.hex(key, count: 32),
                let signatureBytes = Self.hex(signature, count: 64)
            else { throw ReleaseManifest.refusal("has no proper list 'keys'") }
            rotations.append((keyBytes, signatureBytes))
        }
        return rotations
    }

    private static func object(_ bytes: [UInt8]) throws(CcmuxError) -> [String: CanonicalJSON] {
        do throws(CanonicalJSON.Fault) {
            if case .object(let members) = try CanonicalJSON.parse(bytes) { return members }
        } catch {
            throw ReleaseManifest.refusal("cannot be read (at byte \(error.offset): \(error.reason))")
        }
        throw ReleaseManifest.refusal("is no object")
    }

    private static func hex(_ text: String, count: Int) -> [UInt8]? {
        guard let bytes = HexText.bytes(text), bytes.count == count, HexText.of(bytes) == text else { return nil }
        return bytes
    }
}

extension Array<UInt8> {
    /// Where `part`, which is not empty, begins for the first time.
    fileprivate func firstIndex(of part: [UInt8]) -> Int? {
        guard let first = part.first, count >= part.count else { return nil }
        return (0...count - part.count).first { self[$0] == first && self[$0..<$0 + part.count].elementsEqual(part) }
    }
}
