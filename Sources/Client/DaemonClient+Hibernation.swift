package import Model

extension DaemonClient {
    package func hibernate(_ name: String, force: Bool) throws(CcmuxError) -> WishResponse.Outcome {
        let query: [Request.Parameter] = force ? [.init("force", "1")] : []
        return try send(
            Request(
                .post, try Self.path(name, "hibernate"), query: query, body: try JSONCoding.bytes(Nothing())),
            as: WishResponse.Outcome.self, timeout: 90)
    }

    package func wake(_ name: String) throws(CcmuxError) -> WishResponse.Outcome {
        try post(name, "wake", Nothing())
    }
}
