import Model

extension ConfigurationKey {
    /// At the top of the file, outside of any section.
    static let updates: [ConfigurationKey] = [
        ConfigurationKey(
            section: [], leaf: "autoUpdate", summary: "Whether new releases are installed without being asked for.",
            value: .flag(\.updates.autoUpdate)),
        ConfigurationKey(
            section: [], leaf: "updateURL",
            summary: "Where releases come from, without /latest or /download at its end; \"\" is nowhere.",
            value: .text(\.updates.url, .releaseURL)),
        ConfigurationKey(
            section: [], leaf: "updateChannel", summary: "Which line of releases is followed.",
            value: .text(\.updates.channel, .kind)),
        ConfigurationKey(
            section: [], leaf: "updateCheckInterval", summary: "Seconds between looks for a new release.",
            value: .integer(\.updates.checkInterval, 30...1_000_000)),
        ConfigurationKey(
            section: [], leaf: "updateWindow",
            summary: "When automatic updates may be installed, as 02:00-05:00 in local time; \"\" is always.",
            value: .text(\.updates.window, .window)),
    ]
}

extension TextRule {
    static let releaseURL = TextRule(allowed: "an https:// address, a file:// path, http:// on this machine, or \"\"") {
        $0.isEmpty || ReleaseAddress.isAllowed($0)
    }
    static let window = TextRule(allowed: "two times of day such as 02:00-05:00, or \"\"") {
        $0.isEmpty || UpdateWindow($0) != nil
    }
}
