import Client
import Model
import Platform

/// The checks that look at the machine alone.
struct SystemChecks {
    let home: HomeLayout
    let environment: [String: String]

    var version: DoctorReport.Check {
        .init(name: "ccmux", verdict: .ok, detail: "\(ccmuxVersion) at \(executablePath() ?? "an unknown place")")
    }

    var homeFolder: DoctorReport.Check {
        do throws(CcmuxError) {
            try home.checkSocketPaths()
            guard Files.kind(of: home.root) != nil else {
                return .init(name: "home", verdict: .ok, detail: "\(home.root), not there yet")
            }
            let probe = home.root + "/.doctor"
            try Files.replace(probe, with: [])
            Files.remove(probe)
            return .init(name: "home", verdict: .ok, detail: home.root)
        } catch {
            return .failed("home", error)
        }
    }

    var disk: DoctorReport.Check {
        let folder = Files.kind(of: home.root) == nil ? "/" : home.root
        guard let free = Files.freeSpace(folder) else {
            return .init(name: "disk", verdict: .warning, detail: "its free space is not known")
        }
        let text = "\(free >> 20) MiB free"
        let verdict: DoctorReport.Check.Verdict = free < 100 << 20 ? .failed : free < 1 << 30 ? .warning : .ok
        return .init(
            name: "disk", verdict: verdict, detail: text, cure: "Free some space; transcripts and the database need it."
        )
    }

    /// Limits reset at times of day, and an agent's certificates depend on the date.
    var clock: DoctorReport.Check {
        let now = wallClock()
        let isPlausible = now.rfc3339 > "2026-01-01"
        return .init(
            name: "clock", verdict: isPlausible ? .ok : .failed, detail: now.rfc3339,
            cure: "Set the clock: timedatectl set-ntp true")
    }

    var service: DoctorReport.Check {
        if let unit = ServiceUnit.installed(for: home, environment: environment) {
            return .init(name: "service", verdict: .ok, detail: unit.description)
        }
        return .init(
            name: "service", verdict: .ok,
            detail: "none installed; the daemon starts with the first command after a boot")
    }
}
