import Model

/// - Throws: `.invalid` for a mode that the binary does not list.
func checkPermissionMode(_ mode: String?, allowed: [String], agent: String) throws(CcmuxError) {
    guard let mode, !allowed.isEmpty, !allowed.contains(mode) else { return }
    throw CcmuxError(
        .invalid, "This version of \(agent) has no permission mode '\(mode)'.",
        advice: "It has: \(allowed.joined(separator: ", ")).",
        details: ["modes": .array(allowed.map { .string($0) })])
}
