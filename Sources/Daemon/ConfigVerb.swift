import Config
import Model
import Platform

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `config show|path|get|set|unset|init`.
struct ConfigVerb {
    let home: HomeLayout

    func main(_ arguments: [String]) throws(CcmuxError) {
        let json = arguments.contains("--json")
        let words = arguments.filter { $0 != "--json" }
        switch (words.first, words.count) {
        case ("path", 1): Output.line(home.configuration)
        case (nil, _), ("show", 1): try show(json: json)
        case ("get", 2): try get(words[1], json: json)
        case ("set", 3): try set(words[1], words[2])
        case ("unset", 2): try unset(words[1])
        case ("init", 1): try initialise()
        default:
            throw CcmuxError(
                .invalid, "'config \(words.joined(separator: " "))' is not known.", advice: "ccmux config --help")
        }
    }

    private struct Setting: Encodable {
        var key: String
        var value: String
        var isDefault: Bool
        var summary: String
    }

    private func show(json: Bool) throws(CcmuxError) {
        let configuration: Configuration
        var problem: CcmuxError?
        do throws(CcmuxError) {
            configuration = try Configuration.load(path: home.configuration)
        } catch {
            // Who has to mend the file wants to know the keys.
            problem = error
            configuration = Configuration()
        }
        let keys = ConfigurationKey.all + ConfigurationKey.special(in: configuration)
        let settings = keys.map { key in
            let literal = key.literal(in: configuration)
            return Setting(
                key: key.name, value: literal, isDefault: literal == key.defaultLiteral, summary: key.summary)
        }
        if json {
            try print(settings)
        } else {
            list(settings)
        }
        if let problem { throw problem }
    }

    private func list(_ settings: [Setting]) {
        let width = settings.map { $0.key.count + $0.value.count + 3 }.max() ?? 0
        for setting in settings {
            let left = "\(setting.key) = \(setting.value)"
            let padding = String(repeating: " ", count: max(0, width - left.count))
            Output.line("\(left)\(padding)  # \(setting.isDefault ? "" : "(changed) ")\(setting.summary)")
        }
    }

    private func get(_ name: String, json: Bool) throws(CcmuxError) {
        let document = try ConfigurationDocument(path: home.configuration)
        // An unknown key is refused by the first, a default is told by the second.
        let said = try document.get(name)
        let key = ConfigurationKey.find(name)
        let value = said ?? key?.defaultLiteral ?? ""
        if json {
            return try print(Setting(key: name, value: value, isDefault: said == nil, summary: key?.summary ?? ""))
        }
        Output.line(value)
    }

    private func set(_ name: String, _ value: String) throws(CcmuxError) {
        try prepare()
        var document = try ConfigurationDocument(path: home.configuration)
        try document.set(name, value: value)
        try document.save()
        hint()
    }

    private func unset(_ name: String) throws(CcmuxError) {
        try prepare()
        var document = try ConfigurationDocument(path: home.configuration)
        if try document.unset(name) {
            try document.save()
            hint()
        }
    }

    /// Writes the commented template, unless there is a file already.
    private func initialise() throws(CcmuxError) {
        try prepare()
        guard Files.kind(of: home.configuration) == nil else { return }
        try Files.replace(home.configuration, with: Array(ConfigurationDocument.template.utf8))
    }

    private func prepare() throws(CcmuxError) {
        try Files.makeFolder(home.root)
        try Files.restrictFolder(home.root)
    }

    /// A running daemon keeps the configuration that it was started with.
    private func hint() {
        if let lock = try? FileLock.attempt(home.daemonLock) {
            lock.keepAlive()
        } else {
            Output.line("Written. It takes effect with: ccmux daemon restart")
        }
    }

    private func print(_ value: some Encodable) throws(CcmuxError) {
        try JSONOutput.print(value)
    }
}
