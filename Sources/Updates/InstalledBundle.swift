package import Model
package import Platform

/// The name of a bundle's folder below `app/versions`: its version, and `+N` where this machine made it.
package struct BundleName: Sendable, Hashable, CustomStringConvertible {
    package let version: ReleaseVersion
    /// 0 for a release.
    package let build: Int

    package init(_ version: ReleaseVersion, build: Int = 0) {
        self.version = version
        self.build = build
    }

    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
        guard let version = ReleaseVersion(parts[0]) else { return nil }
        var build = 0
        if parts.count == 2 {
            guard let number = Int(parts[1]), number > 0, String(number) == parts[1] else { return nil }
            build = number
        }
        self.init(version, build: build)
    }

    package var description: String { build == 0 ? version.description : "\(version)+\(build)" }
}

/// The bundles below `app/versions`, and the links that choose one.
package struct InstalledBundles: Sendable {
    package let home: HomeLayout

    package init(home: HomeLayout) {
        self.home = home
    }

    package func folder(_ name: BundleName) -> String { "\(home.versionFolder)/\(name)" }
    package func program(_ program: String, of name: BundleName) -> String { "\(folder(name))/bin/\(program)" }

    package var current: BundleName? { leadsTo(home.currentBundle) }
    package var previous: BundleName? { leadsTo(home.previousBundle) }

    private func leadsTo(_ link: String) -> BundleName? {
        guard let target = Files.linkTarget(link), target.hasPrefix("versions/") else { return nil }
        return BundleName(target.dropFirst("versions/".count))
    }

    package func pointCurrent(to name: BundleName) throws(CcmuxError) {
        try Files.replaceLink(home.currentBundle, to: "versions/\(name)")
    }

    /// Nil takes the link away.
    package func pointPrevious(to name: BundleName?) throws(CcmuxError) {
        guard let name else {
            Files.remove(home.previousBundle)
            return
        }
        try Files.replaceLink(home.previousBundle, to: "versions/\(name)")
    }

    package func isWhole(_ name: BundleName) -> Bool {
        Self.programs.allSatisfy { Files.isExecutable(program($0, of: name)) }
    }

    static let programs = ["ccmux", "ccmuxd"]

    package var all: [BundleName] { Files.names(in: home.versionFolder).compactMap { BundleName($0) } }

    /// A name that no bundle of this version has yet.
    package func freeName(_ version: ReleaseVersion) -> BundleName {
        let builds = all.filter { $0.version == version }.map(\.build)
        guard let last = builds.max() else { return BundleName(version) }
        return BundleName(version, build: last + 1)
    }

    /// Removes bundles that nothing leads to, but for those in `keeping`.
    package func prune(keeping: [BundleName]) {
        let kept = Set(keeping + [current, previous].compactMap { $0 })
        for name in all where !kept.contains(name) { Files.removeTree(folder(name)) }
    }

    /// The bundle that the program at `path` (links resolved) is of; nil for a program from elsewhere.
    package func bundle(ofProgram path: String) -> BundleName? {
        guard let versions = Files.realPath(home.versionFolder), path.hasPrefix(versions + "/") else { return nil }
        let parts = path.dropFirst(versions.count + 1).split(separator: "/")
        guard parts.count == 3, parts[1] == "bin" else { return nil }
        return BundleName(parts[0])
    }
}
