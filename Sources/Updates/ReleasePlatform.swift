/// The name of a system and processor in `release.json` and in the names of bundles, as `release/build` says it too.
package enum ReleasePlatform {
    /// `linux-x86_64`, `linux-aarch64`, `macos-arm64` or `macos-x86_64`.
    package static var current: String { system + "-" + processor }

    private static var system: String {
        #if os(macOS)
            "macos"
        #else
            "linux"
        #endif
    }

    private static var processor: String {
        #if arch(arm64) && os(macOS)
            "arm64"
        #elseif arch(arm64)
            "aarch64"
        #else
            "x86_64"
        #endif
    }
}
