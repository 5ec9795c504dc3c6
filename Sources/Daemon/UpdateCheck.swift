import Model
import Platform
import Updates

/// `doctor`'s line about the installed bundles; none where this program is not one of them.
struct UpdateCheck {
    let home: HomeLayout

    var check: DoctorReport.Check? {
        let bundles = InstalledBundles(home: home)
        guard let current = bundles.current, bundles.bundle(ofProgram: executablePath() ?? "") != nil else {
            return nil
        }
        var text = "\(current) is in use"
        if let previous = bundles.previous, previous != current { text += ", \(previous) was before" }
        let barred = Quarantine(home: home).items.map(\.version)
        if !barred.isEmpty { text += "; in quarantine: \(barred.suffix(5).joined(separator: ", "))" }
        if let journal = UpdateJournal.read(home: home) {
            return .init(
                name: "updates", verdict: .warning, detail: "\(text); an update to \(journal.to) is not finished",
                cure: "The daemon finishes it by itself, and so does: ccmux update")
        }
        guard Files.isExecutable(home.launcher) else {
            return .init(
                name: "updates", verdict: .warning, detail: "\(text); there is no launcher to guard its starts",
                cure: "Install again: install.sh")
        }
        return .init(name: "updates", verdict: .ok, detail: text)
    }
}
