import Testing

@testable import Runner

@Suite struct BackoffTests {
    @Test(
        arguments: [
            // seconds that each agent lived, seconds of wait after it
            ([0, 0, 0, 0, 0, 0, 0, 0], [1, 2, 4, 8, 16, 32, 60, 60]),
            ([59.9, 59.9, 59.9], [1, 2, 4]),
            ([0, 0, 60, 0], [1, 2, 1, 2]),
            ([3600, 3600], [1, 1]),
            ([Double](repeating: 0, count: 100), [1, 2, 4, 8, 16, 32] + [Double](repeating: 60, count: 94)),
        ] as [([Double], [Double])])
    func `waits double to a minute, and begin again after a minute alive`(alive: [Double], waits: [Double]) {
        var backoff = Backoff()
        let waited = alive.map { backoff.wait(afterAliveSeconds: $0) }
        #expect(waited == waits)
    }

    @Test func `after so many ends in a row it is tried only now and then, until one lives for a minute`() {
        var backoff = Backoff()
        let waits = (1...12).map { _ in backoff.wait(afterAliveSeconds: 3, limit: 10, probe: 600) }
        #expect(waits == [1, 2, 4, 8, 16, 32, 60, 60, 60, 600, 600, 600])
        #expect(backoff.failures == 12)
        #expect(backoff.wait(afterAliveSeconds: 61, limit: 10, probe: 600) == 1)
        // Neither a limit of nothing nor a probe without an end.
        #expect(backoff.wait(afterAliveSeconds: 0, limit: 0, probe: .infinity) == 86_400)
        #expect(backoff.wait(afterAliveSeconds: 0, limit: 2, probe: 1) == 4)
    }

    @Test(
        arguments: [
            (0x0000, "ended"), (0x0300, "ended with status 3"), (0x8F00, "ended with status 143"),
            (9, "killed by SIGKILL"),
            (15, "killed by SIGTERM"), (0x8B, "killed by SIGSEGV"), (64, "killed by signal 64"),
        ] as [(Int32, String)])
    func `an end is told in words`(status: Int32, text: String) {
        #expect(AgentExit(waitStatus: status)?.description == text)
    }

    @Test(arguments: [0x137F, 0xFFFF] as [Int32])
    func `a stop or a going on is no end`(status: Int32) {
        #expect(AgentExit(waitStatus: status) == nil)
    }
}
