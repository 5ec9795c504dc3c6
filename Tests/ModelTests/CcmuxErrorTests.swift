import Foundation
import Model
import Testing

@Suite struct CcmuxErrorTests {
    @Test(
        arguments: [
            (CcmuxError.Code.notFound, Int32(3), 404), (.refused, 4, 409), (.exists, 4, 409), (.ambiguous, 4, 409),
            (.timedOut, 5, 504), (.invalid, 64, 400), (.unavailable, 1, 503), (.configuration, 1, 500),
            (.failed, 1, 500),
            (.init(rawValue: "of_a_later_version"), 1, 500),
        ] as [(CcmuxError.Code, Int32, Int)])
    func `each code has an exit status and an HTTP status`(code: CcmuxError.Code, exit: Int32, http: Int) {
        #expect(code.exitStatus == exit)
        #expect(code.httpStatus == http)
    }

    @Test func `an error on the wire is an object that a later version may add to`() throws {
        let text = #"{"error":{"code":"new_code","message":"m","details":{"n":1},"more":true},"and":[]}"#
        let body = try JSONDecoder().decode(ErrorBody.self, from: Data(text.utf8))
        #expect(body.error == CcmuxError(.init(rawValue: "new_code"), "m", details: ["n": 1]))
    }
}
