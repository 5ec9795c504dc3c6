package import Platform

/// The daemon's side of the boot guard: the launcher counts starts, a healthy daemon forgets them.
package enum StartGuard {
    /// Seconds of health after which a bundle on trial has proven itself.
    package static let trialSeconds = 60.0

    package enum Deed: Sendable, Hashable {
        case wait
        case forget
    }

    /// - Parameters:
    ///   - trial: the content of `app/trial`; nil for none.
    ///   - own: the name of this daemon's bundle.
    ///   - healthyFor: seconds since the first full sweep.
    package static func decide(trial: String?, own: String, healthyFor: Double) -> Deed {
        guard let name = trial?.split(whereSeparator: \.isWhitespace).first, name == own else { return .forget }
        return healthyFor >= trialSeconds ? .forget : .wait
    }

    /// Forgets the counted starts where `decide` says so; true when there is nothing left to do.
    package static func healthy(home: HomeLayout, own: BundleName, healthyFor: Double) -> Bool {
        let bytes = (try? Files.read(home.trial, limit: 1024)).flatMap { $0 }
        let trial = bytes.map { String(decoding: $0, as: UTF8.self) }
        guard decide(trial: trial, own: "\(own)", healthyFor: healthyFor) == .forget else { return false }
        Files.remove(home.startCount)
        if trial != nil { Files.remove(home.trial) }
        return true
    }

    /// Takes a start back that says nothing about the bundle: of a daemon that found another at work, or a
    /// configuration or a disk that it cannot work with, or that was asked to end.
    package static func takeBack(home: HomeLayout, own: BundleName) {
        guard let bytes = try? Files.read(home.startCount, limit: 1024) else { return }
        let words = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard words.count == 2, words[0] == "\(own)", let count = Int(words[1]), count > 0 else { return }
        if count == 1 {
            Files.remove(home.startCount)
        } else {
            try? Files.replace(home.startCount, with: Array("\(own) \(count - 1)\n".utf8))
        }
    }
}
