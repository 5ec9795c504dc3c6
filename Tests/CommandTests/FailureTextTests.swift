import Model
import Testing

@testable import Commands

@Suite("Errors as people read them")
struct FailureTextTests {
    @Test("The message comes first, under the program's name, then the advice")
    func lines() {
        let error = CcmuxError(.refused, "It is \u{1B}[2Jstopped.", advice: "Start it.\nOr not.")
        #expect(FailureText.lines(error) == ["ccmux: It is \u{FFFD}[2Jstopped.", "Start it.", "Or not."])
        #expect(FailureText.lines(CcmuxError(.failed, "No."), about: "api") == ["ccmux: api: No."])
        #expect(FailureText.lines(CcmuxError(.failed, "api is gone."), about: "api") == ["ccmux: api is gone."])
    }

    @Test("The candidates of a name that is not unique are listed once")
    func candidates() {
        let details: [String: JSONValue] = ["candidates": .array(["api", "apex"])]
        let error = CcmuxError(.ambiguous, "'ap' begins several names.", details: details)
        #expect(FailureText.lines(error).last == "It could be: api, apex")
        let told = CcmuxError(.ambiguous, "'ap' begins api and apex.", details: details)
        #expect(FailureText.lines(told).count == 1)
    }

    @Test("The status is the code's, a daemon's own, or the worst of several")
    func status() {
        #expect(FailureText.exitStatus(CcmuxError(.notFound, "")) == 3)
        #expect(FailureText.exitStatus(CcmuxError(.exists, "")) == 4)
        #expect(FailureText.exitStatus(CcmuxError(.timedOut, "")) == 5)
        #expect(FailureText.exitStatus(CcmuxError(.invalid, "")) == 64)
        #expect(FailureText.exitStatus(CcmuxError(.init(rawValue: "newer"), "")) == 1)
        #expect(FailureText.exitStatus(CcmuxError(.unavailable, "", details: ["exitStatus": 78])) == 78)
        #expect(FailureText.exitStatus(CcmuxError(.unavailable, "", details: ["exitStatus": 0])) == 1)
        #expect(FailureText.exitStatus([CcmuxError(.notFound, ""), CcmuxError(.failed, "")]) == 3)
        #expect(FailureText.exitStatus([]) == 0)
    }

    @Test("A wish goes on after a failure, takes each name once, and stops where nobody answers")
    func wishes() {
        let wishes = Wishes(["a", "b", "a", "c"]) { name throws(CcmuxError) in
            if name == "b" { throw CcmuxError(.notFound, "No b.") }
            return .init(name: name, session: nil, error: nil, changed: true)
        }
        #expect(wishes.outcomes.map(\.name) == ["a", "b", "c"])
        #expect(wishes.errors.map(\.code) == [.notFound])
        let away = Wishes(["a", "b"]) { _ throws(CcmuxError) in throw CcmuxError(.unavailable, "Away.") }
        #expect(away.outcomes.count == 1)
    }
}
