import HTTPTypes
import Hummingbird
import Logging
import Model

/// Turns every failure into the one error form, `{"error":{"code","message","advice","details"}}`.
struct ErrorMiddleware: RouterMiddleware {
    typealias Context = APIContext

    func handle(
        _ request: Request, context: APIContext, next: (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        let failure: CcmuxError
        do {
            return try await next(request, context)
        } catch let error as CcmuxError {
            failure = error
        } catch let error as HTTPError where error.status == .notFound {
            failure = CcmuxError(
                .notFound, "There is nothing at \(request.method) \(request.uri.path).",
                advice: "A newer ccmux may know it: compare ccmux version with GET /v1/health.")
        } catch let error as HTTPError where error.status == .contentTooLarge {
            failure = CcmuxError(.invalid, "The request is larger than \(context.maxUploadSize >> 20) MiB.")
        } catch let error as HTTPError where error.status.code < 500 {
            failure = CcmuxError(.invalid, error.body ?? "The request cannot be understood.")
        } catch let error as DecodingError {
            failure = CcmuxError(.invalid, "The request's body cannot be understood: \(Self.text(error))")
        } catch {
            context.logger.error("a request failed", metadata: ["error": "\(error)", "path": "\(request.uri.path)"])
            failure = CcmuxError(.failed, "The daemon failed to answer: \(error)")
        }
        var response = try context.responseEncoder.encode(ErrorBody(error: failure), from: request, context: context)
        response.status = .init(code: failure.code.httpStatus)
        return response
    }

    private static func text(_ error: DecodingError) -> String {
        switch error {
        case .dataCorrupted(let context), .valueNotFound(_, let context), .typeMismatch(_, let context):
            let path = context.codingPath.map(\.stringValue).joined(separator: ".")
            return path.isEmpty ? context.debugDescription : "\(path): \(context.debugDescription)"
        case .keyNotFound(let key, _): return "'\(key.stringValue)' is missing."
        @unknown default: return "\(error)"
        }
    }
}
