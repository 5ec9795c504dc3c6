import Model

/// What somebody wants of an update.
package enum UpdateWish: Sendable, Hashable {
    /// The newest release.
    case newest
    /// This one, older or barred or not.
    case version(ReleaseVersion)
}

/// What is done about a release that a verified manifest offers.
package enum UpdateDecision: Sendable, Hashable {
    case install(ReleaseAsset)
    case upToDate
    case refuse(String)

    /// Pure: a function of the manifest and of what is there.
    package static func decide(
        _ manifest: ReleaseManifest, platform: String, current: ReleaseVersion, quarantine: Quarantine,
        channel: String, wish: UpdateWish
    ) -> UpdateDecision {
        let version = manifest.version
        switch wish {
        case .newest:
            guard manifest.channel == channel else {
                return .refuse("The release offered is of the channel \(manifest.channel), not \(channel).")
            }
            if version == current { return .upToDate }
            guard version > current else {
                return .refuse("The release offered, \(version), is older than \(current), which is installed.")
            }
            if let item = quarantine.item(BundleName(version)) {
                return .refuse("\(version) is in quarantine since \(item.at): \(item.reason).")
            }
        case .version(let wanted):
            guard version == wanted else {
                return .refuse("The release offered at that place is \(version), not \(wanted).")
            }
            if version == current { return .upToDate }
        }
        guard current >= manifest.minimum else {
            return .refuse("\(version) can be reached from \(manifest.minimum) on, and this is \(current).")
        }
        guard let asset = manifest.platforms[platform] else {
            let known = manifest.platforms.keys.sorted().joined(separator: ", ")
            return .refuse("\(version) has no bundle for this machine, \(platform), only for \(known).")
        }
        return .install(asset)
    }
}
