import Foundation

/// The built `ccmux`: in `$CCMUX_BIN_DIR`, else beside the tests.
enum BuiltProgram {
    struct Missing: Error, CustomStringConvertible {
        var description: String
    }

    static func path() throws -> String {
        let folder: String
        if let given = ProcessInfo.processInfo.environment["CCMUX_BIN_DIR"] {
            folder = given
        } else {
            let bundle = Bundle.allBundles.map(\.bundlePath).first { $0.hasSuffix(".xctest") }
            folder = (bundle ?? Bundle.main.executablePath ?? "").split(separator: "/").dropLast()
                .reduce(into: "") { $0 += "/\($1)" }
        }
        let path = folder + "/ccmux"
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw Missing(description: "no program at \(path): build ccmux, or set CCMUX_BIN_DIR")
        }
        return path
    }
}
