package import Model
package import Platform

/// Brings another bundle into use, and back again where it does not prove itself.
///
/// It runs as a process of its own, neither the old daemon nor the new one, under `app/update.lock`. Before a step
/// that changes the installation the journal says what is going on; `recover` finishes or undoes what was cut off.
package struct Updater: Sendable {
    package let home: HomeLayout
    package let current: BundleName
    let bundles: InstalledBundles
    let surroundings: any UpdateSurroundings
    let progress: any UpdateProgress
    let now: @Sendable () -> Timestamp

    /// Seconds that a bundle's own check may take.
    static let preflightSeconds = 60.0

    package init(
        home: HomeLayout, current: BundleName, surroundings: any UpdateSurroundings, progress: any UpdateProgress,
        now: @escaping @Sendable () -> Timestamp = wallClock
    ) {
        self.home = home
        self.current = current
        bundles = InstalledBundles(home: home)
        self.surroundings = surroundings
        self.progress = progress
        self.now = now
    }

    /// Where releases come from, and whose signature is believed.
    package struct Source: Sendable {
        package var location: ReleaseLocation
        package var channel: String
        package var keys: ReleaseKeys

        package init(location: ReleaseLocation, channel: String, keys: ReleaseKeys) {
            self.location = location
            self.channel = channel
            self.keys = keys
        }
    }

    // MARK: Releases

    /// The manifest and what is to be done about it.
    package func look(
        _ source: Source, wish: UpdateWish
    ) async throws(CcmuxError) -> (manifest: ReleaseManifest, decision: UpdateDecision, address: String) {
        var version: ReleaseVersion?
        if case .version(let wanted) = wish { version = wanted }
        let address = source.location.manifest(version: version, channel: source.channel)
        let bytes = try await ReleaseFetcher().read(address, limit: ReleaseManifest.largest)
        let manifest = try ReleaseManifest.verified(bytes, keys: source.keys)
        FaultPoint.manifestVerified.reached()
        let decision = UpdateDecision.decide(
            manifest, platform: ReleasePlatform.current, current: current.version,
            quarantine: Quarantine(home: home), channel: source.channel, wish: wish)
        return (manifest, decision, address)
    }

    /// Installs what `look` has found.
    package func install(
        _ manifest: ReleaseManifest, _ asset: ReleaseAsset, base: String
    ) async throws(CcmuxError) -> UpdateOutcome {
        let archive = try await download(manifest, asset, base: base)
        progress.step("unpacking \(manifest.version)")
        let aside = try newAside()
        defer { Files.removeTree(aside) }
        let bundle = try await BundleUnpacker(archive: archive, folder: aside).unpack()
        let name = bundles.freeName(manifest.version)
        let found = try await check(bundle, expected: manifest.version)
        try await put(bundle, name: name, sha256: asset.sha256, migrates: found)
        Files.remove(archive)
        return UpdateOutcome(
            action: .installed, from: "\(current)", to: "\(name)", notes: manifest.notes, date: manifest.date)
    }

    private func download(
        _ manifest: ReleaseManifest, _ asset: ReleaseAsset, base: String
    ) async throws(CcmuxError) -> String {
        let address = try ReleaseLocation.resolve(asset.url, base: base)
        try Files.makeFolder(home.downloadFolder)
        let archive = "\(home.downloadFolder)/\(asset.sha256).tar.gz"
        let part = archive + ".part"
        for name in Files.names(in: home.downloadFolder) where !name.hasPrefix(asset.sha256) {
            Files.removeTree("\(home.downloadFolder)/\(name)")
        }
        // Unpacked it takes about four times as much.
        let needed = asset.size * 5 + (32 << 20)
        if let free = Files.freeSpace(home.downloadFolder), free < needed {
            throw CcmuxError(
                .failed,
                "\(manifest.version) needs \(needed >> 20) MiB in \(home.root), and \(free >> 20) MiB are free.",
                advice: "Free some disk space and try again; nothing was changed.")
        }
        progress.step("downloading \(manifest.version)")
        do throws(CcmuxError) {
            let progress = progress
            try await ReleaseFetcher().download(address, size: asset.size, to: part) {
                progress.downloaded($0, of: asset.size)
            }
        } catch {
            // What was cut off is gone on with next time; what was refused is not.
            let isFull = Files.freeSpace(home.root).map { $0 < 1 << 20 } ?? false
            if error.code == .refused || isFull { Files.remove(part) }
            throw error
        }
        guard let hash = FileHash.sha256(part), hash == asset.sha256 else {
            Files.remove(part)
            throw CcmuxError(
                .refused, "The bundle of \(manifest.version) is not the one that was signed: its SHA-256 is another.",
                advice: "It was thrown away; nothing was changed.")
        }
        _ = try Files.move(part, to: archive)
        FaultPoint.downloaded.reached()
        return archive
    }

    func newAside() throws(CcmuxError) -> String {
        try Files.makeFolder(home.versionFolder)
        for name in Files.names(in: home.versionFolder) where name.hasPrefix(".") {
            Files.removeTree("\(home.versionFolder)/\(name)")
        }
        // Below versions/, so that it can be moved into its place in one step.
        return "\(home.versionFolder)/.new-\(UInt32.random(in: .min ... .max))"
    }

    // MARK: The candidate

    package var previous: BundleName? { bundles.previous }

    /// The bundle of a version that is on this machine whole, the latest built one first.
    package func newestHere(of version: ReleaseVersion) -> BundleName? {
        bundles.all.filter { $0.version == version && bundles.isWhole($0) }.max { $0.build < $1.build }
    }

    package var hasCandidate: Bool { Files.kindOfEntry(home.candidateBundle)?.kind == .folder }

    /// Takes the bundle that was staged on this machine. It needs no signature: who can write it can write all else.
    package func installCandidate() async throws(CcmuxError) -> UpdateOutcome {
        let staged = home.candidateBundle
        let folder = Files.kind(of: "\(staged)/bin") == .folder ? staged : oneFolder(in: staged)
        try checkCandidate(folder)
        let version = try await saidVersion(folder)
        let aside = try newAside()
        defer { Files.removeTree(aside) }
        progress.step("taking the candidate \(version)")
        try Files.copyTree(folder, to: aside)
        try Files.syncTree(aside)
        FaultPoint.unpacked.reached()
        let name = bundles.freeName(version)
        let migrates = try await check(aside, expected: version)
        try await put(aside, name: name, sha256: "", migrates: migrates)
        Files.removeTree(staged)
        return UpdateOutcome(action: .installed, from: "\(current)", to: "\(name)")
    }

    private func oneFolder(in folder: String) -> String {
        let names = Files.names(in: folder)
        return names.count == 1 ? "\(folder)/\(names[0])" : folder
    }

    private func checkCandidate(_ folder: String) throws(CcmuxError) {
        for path in [home.candidateBundle, folder, "\(folder)/bin", "\(folder)/bin/ccmux", "\(folder)/bin/ccmuxd"] {
            guard let entry = Files.kindOfEntry(path), entry.kind == .folder || entry.kind == .file else {
                throw CcmuxError(.refused, "The candidate is not whole: there is no \(path).")
            }
            guard entry.isOurs, !entry.othersMayWrite else {
                throw CcmuxError(
                    .refused, "The candidate is not taken: others than you may have written \(path).",
                    advice: "chmod -R go-w \(home.candidateBundle)")
            }
        }
    }

    private func saidVersion(_ folder: String) async throws(CcmuxError) -> ReleaseVersion {
        let answer = try await versionAnswer(folder)
        guard let answer, let version = ReleaseVersion(answer.version) else {
            throw CcmuxError(.refused, "The candidate's program does not say its version.")
        }
        return version
    }

    // MARK: Rollback

    /// Goes back to a bundle that is still here.
    package func goBack(to name: BundleName, barring: Bool) async throws(CcmuxError) -> UpdateOutcome {
        guard bundles.isWhole(name) else {
            throw CcmuxError(.notFound, "The bundle \(name) is not on this machine any more.")
        }
        progress.step("checking \(name)")
        do throws(CcmuxError) {
            _ = try await check(bundles.folder(name), expected: name.version)
        } catch {
            throw CcmuxError(
                .refused, "\(name) cannot take over: \(error.message)",
                advice: ["Nothing was changed.", error.advice].compactMap { $0 }.joined(separator: " "))
        }
        try await swap(to: name, sha256: "", backup: nil, isRollback: barring)
        return UpdateOutcome(action: barring ? .rolledBack : .installed, from: "\(current)", to: "\(name)")
    }
}
