package import Model

/// The words after `ccmux set NAME`, made into what the daemon is asked for.
package enum SettingChange {
    /// What can be set, in the order of the help.
    package static let settings = ["model", "mode", "dir", "flags", "env", "group", "rc", "yolo", "budget"]

    /// - Parameters:
    ///   - values: the words after the setting's name.
    ///   - unset: whether `--unset` was among them: clears the setting, or removes the variables named.
    ///   - resolve: makes a directory absolute.
    /// - Throws: `.invalid` for an unknown setting (with a suggestion), or for values that it cannot have.
    package static func patch(
        _ setting: String, values: [String], unset: Bool, resolve: (String) throws(CcmuxError) -> String
    ) throws(CcmuxError) -> SessionPatch {
        var patch = SessionPatch()
        switch setting {
        case "model": patch.model = try single(setting, values, unset)
        case "mode": patch.permissionMode = try single(setting, values, unset)
        case "group": patch.group = try single(setting, values, unset)
        case "dir":
            guard !unset else { throw CcmuxError(.invalid, "A session always has a directory; give another one.") }
            patch.dir = try resolve(try single(setting, values, false))
        case "flags":
            guard unset != !values.isEmpty else {
                throw CcmuxError(
                    .invalid, "Give the flags after '--', or '--unset' alone to have none.",
                    advice: "Example: ccmux set api flags -- --verbose")
            }
            patch.flags = values
        case "rc":
            let text = unset && values.isEmpty ? RemoteControl.asUser.rawValue : try single(setting, values, unset)
            guard let choice = RemoteControl(rawValue: text) else {
                throw CcmuxError(.invalid, "rc is 'on', 'off' or 'default', not '\(text)'.")
            }
            patch.remoteControl = choice
        case "yolo":
            let text = unset && values.isEmpty ? "off" : try single(setting, values, unset)
            guard ["on", "off"].contains(text) else {
                throw CcmuxError(.invalid, "yolo is 'on' or 'off', not '\(text)'.")
            }
            patch.yolo = text == "on"
        case "budget":
            let text = unset && values.isEmpty ? "-1" : try single(setting, values, unset)
            guard let budget = Double(text), budget.isFinite, budget <= 1_000_000, budget >= 0 || unset else {
                throw CcmuxError(
                    .invalid, "budget is a number of USD a day, 0 for none, not '\(SafeText.oneLine(text))'.",
                    advice: "'--unset' takes the configured one again (budget.sessionPerDay).")
            }
            patch.budget = budget
        case "env": try variables(values, unset, &patch)
        default: throw unknown(setting)
        }
        return patch
    }

    private static func single(_ setting: String, _ values: [String], _ unset: Bool) throws(CcmuxError) -> String {
        if unset {
            guard values.isEmpty else {
                throw CcmuxError(.invalid, "Either a \(setting) or '--unset', not both.")
            }
            return ""
        }
        guard values.count == 1, let value = values.first, !value.isEmpty else {
            throw CcmuxError(
                .invalid, "\(setting) takes one value\(values.isEmpty ? "" : ", not \(values.count)").",
                advice: setting == "dir" ? nil : "'--unset' leaves the choice to the agent again.")
        }
        return value
    }

    /// `K=V` sets (an empty value is a value), `-K` removes, and so does a bare `K` together with `--unset`.
    private static func variables(
        _ values: [String], _ unset: Bool, _ patch: inout SessionPatch
    ) throws(CcmuxError) {
        var removed: [String] = []
        var assigned: [String] = []
        for value in values {
            if value.contains("=") {
                assigned.append(value)
            } else if value.hasPrefix("-") || unset {
                let name = String(value.drop { $0 == "-" })
                try VariableAssignment.check(name)
                removed.append(name)
            } else {
                _ = try VariableAssignment(value)
            }
        }
        guard !removed.isEmpty || !assigned.isEmpty else {
            throw CcmuxError(.invalid, "No variable is given.", advice: "Example: ccmux set api env PORT=8080 -DEBUG")
        }
        let table = try VariableAssignment.table(assigned)
        if let both = removed.first(where: { table[$0] != nil }) {
            throw CcmuxError(.invalid, "\(both) is both set and removed.")
        }
        if !table.isEmpty { patch.env = table }
        if !removed.isEmpty { patch.unsetEnv = removed }
    }

    private static func unknown(_ setting: String) -> CcmuxError {
        let nearest = NearestWord.find(setting, among: settings)
        return CcmuxError(
            .invalid, "There is no setting '\(setting)'\(nearest.map { "; did you mean '\($0)'?" } ?? ".")",
            advice: "Settings: \(settings.joined(separator: ", ")).")
    }
}
