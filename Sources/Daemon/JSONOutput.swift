import Model

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

enum JSONOutput {
    static func print(_ value: some Encodable) throws(CcmuxError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            Output.line(String(decoding: try encoder.encode(value), as: UTF8.self))
        } catch {
            throw CcmuxError(.failed, "The answer cannot be written as JSON: \(error)")
        }
    }
}
