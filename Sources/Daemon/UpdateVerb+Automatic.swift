import Model
import Platform
import Updates

extension UpdateVerb {
    /// What the daemon starts every few minutes: quiet where there is nothing to do.
    func automatic(_ updater: Updater, _ settings: UpdateSettings) async throws(CcmuxError) -> Int32 {
        guard settings.autoUpdate, !settings.url.isEmpty else { return 0 }
        let source = Updater.Source(
            location: try ReleaseLocation(root: settings.url), channel: settings.channel,
            keys: .choose(releaseURL: settings.url, override: environment["CCMUX_RELEASE_KEYS"]))
        let (manifest, decision, address) = try await updater.look(source, wish: .newest)
        guard case .install(let asset) = decision else { return 0 }
        announce(manifest)
        let local = LocalTime(wallClock())
        if let window = UpdateWindow(settings.window), !window.contains(hour: local.hour, minute: local.minute) {
            return 0
        }
        guard UpdateAttempts.mayTry(manifest.version, .read(home: home), now: wallClock()) else { return 0 }
        do throws(CcmuxError) {
            _ = try await updater.install(manifest, asset, base: address)
            UpdateAttempts.forget(home: home)
            return 0
        } catch {
            UpdateAttempts.failed(manifest.version, home: home, now: wallClock())
            // What was in use already has been told by the way back.
            if Quarantine(home: home).item(BundleName(manifest.version)) == nil {
                UpdateNote.leave(
                    "update.failed", occasion: "failed-\(manifest.version)",
                    data: [
                        "from": .string("\(updater.current)"), "to": .string("\(manifest.version)"),
                        "reason": .string(error.message),
                    ], at: wallClock(), home: home)
            }
            throw error
        }
    }

    /// Once for each version.
    private func announce(_ manifest: ReleaseManifest) {
        let path = home.applicationFolder + "/announced"
        let text = Array("\(manifest.version)\n".utf8)
        guard (try? Files.read(path, limit: 256)) != text, (try? Files.replace(path, with: text)) != nil else { return }
        UpdateNote.leave(
            "update.available", occasion: "available-\(manifest.version)",
            data: ["version": .string("\(manifest.version)"), "date": .string(manifest.date)], at: wallClock(),
            home: home)
    }
}
