package import Hummingbird

#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// What a request carries through the routes.
package struct APIContext: RequestContext {
    package var coreContext: CoreRequestContextStorage

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
    }

    /// A prompt may have a megabyte; escaped it can have six times as many bytes.
    package var maxUploadSize: Int { 8 << 20 }
    package var requestDecoder: JSONDecoder { JSONDecoder() }
    package var responseEncoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return encoder
    }
}
