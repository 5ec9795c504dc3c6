import Foundation
import Platform
import Testing

/// A `/bin/sh` script that runs as a job. Whoever makes one calls `end`.
final class Shell {
    let pid: Int32
    private var status: Int32?

    init(_ script: String, environment: [String: String] = [:], directory: String = "/") throws {
        let variables = environment.merging(["PATH": "/usr/bin:/bin"]) { given, _ in given }
        pid = try spawnJob(
            ["/bin/sh", "-c", script], environment: variables.map { (name: $0.key, value: $0.value) },
            directory: directory, terminal: nil)
    }

    /// The status of waitpid(2), once it has ended.
    @discardableResult
    func wait() -> Int32 {
        if let status { return status }
        var result: Int32 = 0
        while waitpid(pid, &result, 0) < 0 && errno == EINTR {}
        status = result
        return result
    }

    /// Kills what is left of it.
    func end() {
        guard status == nil else { return }
        kill(-pid, SIGKILL)
        wait()
    }
}
