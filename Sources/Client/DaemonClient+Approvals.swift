package import Model

extension DaemonClient {
    package func approvals() throws(CcmuxError) -> ApprovalList {
        try send(Request(.get, "/v1/approvals"), as: ApprovalList.self)
    }

    /// What a session asks; an empty list where it asks nothing.
    package func question(of ref: String) throws(CcmuxError) -> ApprovalList {
        try send(Request(.get, try Self.path(ref, "answer")), as: ApprovalList.self)
    }

    package func answer(_ name: String, _ request: AnswerRequest) throws(CcmuxError) -> AnswerResponse {
        try post(name, "answer", request)
    }

    package func answer(approval id: String, _ request: AnswerRequest) throws(CcmuxError) -> AnswerResponse {
        guard !id.isEmpty, id.utf8.count <= 64,
            id.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) })
        else { throw CcmuxError(.invalid, "'\(id)' is not an approval's id.", advice: "ccmux approvals lists them.") }
        return try send(
            Request(.post, "/v1/approvals/\(id)", body: try JSONCoding.bytes(request)), as: AnswerResponse.self,
            timeout: 90)
    }
}
