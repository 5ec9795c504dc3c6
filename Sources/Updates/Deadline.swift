import Model

/// Ends what takes too long.
enum Deadline {
    /// Runs `work`, cancelled after `seconds`.
    ///
    /// - Parameter what: completes "… took longer than N s.".
    static func hold<Value: Sendable>(
        _ seconds: Double, _ what: String, _ work: @escaping @Sendable () async -> Result<Value, CcmuxError>
    ) async throws(CcmuxError) -> Value {
        let late = CcmuxError(.timedOut, "\(what) took longer than \(Int(seconds)) s.")
        let result = await withTaskGroup(of: Result<Value, CcmuxError>?.self) { group in
            group.addTask { await work() }
            group.addTask {
                try? await Task.sleep(for: .seconds(seconds))
                return Task.isCancelled ? nil : .failure(late)
            }
            var result: Result<Value, CcmuxError>?
            while result == nil, let next = await group.next() { result = next }
            group.cancelAll()
            return result ?? .failure(late)
        }
        return try result.get()
    }
}
