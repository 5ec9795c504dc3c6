package import Model

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The wire format: JSON with sorted keys, so that the same value always gives the same bytes.
package enum JSONCoding {
    package static func bytes(_ value: some Encodable, pretty: Bool = false) throws(CcmuxError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting =
            pretty
            ? [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
            : [
                .sortedKeys, .withoutEscapingSlashes,
            ]
        do {
            return Array(try encoder.encode(value))
        } catch {
            throw CcmuxError(.failed, "Cannot write JSON: \(error).")
        }
    }

    /// - Throws: `.failed`, naming the place in the JSON that is not as expected.
    package static func decode<Value: Decodable>(
        _ type: Value.Type, from bytes: some Sequence<UInt8>
    ) throws(CcmuxError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch {
            throw CcmuxError(
                .failed, "The daemon's answer is not understood: \(describe(error)).",
                advice: "Do ccmux and its daemon have the same version? 'ccmux daemon restart' runs the installed one.")
        }
    }

    private static func describe(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "\(error)" }
        func place(_ path: [any CodingKey]) -> String {
            let text = path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
            return text.isEmpty ? "" : " at \(text)"
        }
        switch error {
        case .keyNotFound(let key, let context): return "no '\(key.stringValue)'\(place(context.codingPath))"
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            return "\(context.debugDescription)\(place(context.codingPath))"
        @unknown default: return "\(error)"
        }
    }
}
