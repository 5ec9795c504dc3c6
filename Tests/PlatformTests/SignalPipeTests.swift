import Foundation
import Platform
import TestSupport
import Testing

/// The only test that makes one: there is one for the whole process.
@Suite struct SignalPipeTests {
    @Test func `signals arrive as numbers, and wake who waits`() throws {
        let pipe = try SignalPipe([SIGUSR2, SIGWINCH])
        #expect(pipe.take() == [])
        #expect(waitReadable([pipe.descriptor], seconds: 0) == [])
        for signal in [SIGUSR2, SIGWINCH] {
            kill(getpid(), signal)
            // A signal may end the waiting too.
            #expect(eventually { waitReadable([pipe.descriptor], seconds: 1) == [pipe.descriptor] })
            #expect(pipe.take() == [signal])
        }
        #expect(pipe.take() == [])
    }
}
