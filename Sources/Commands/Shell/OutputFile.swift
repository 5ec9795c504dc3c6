import Model
import Platform

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file that is there whole or not at all. Only its owner may read it.
struct OutputFile: ~Copyable {
    private let path: String
    private let aside: String
    private let descriptor: Int32
    private let replacing: Bool
    private var isDone = false

    /// - Parameter replacing: what is there already may be replaced.
    init(_ path: String, replacing: Bool) throws(CcmuxError) {
        switch Files.kind(of: path) {
        case .folder: throw CcmuxError(.invalid, "\(path) is a folder.", advice: "Give the name of a file in it.")
        case nil: break
        case .file, .other:
            guard replacing else { throw Self.exists(path) }
        }
        let aside = path + ".\(getpid()).part"
        let descriptor = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system("write \(path)", errno: errno) }
        self.path = path
        self.replacing = replacing
        self.aside = aside
        self.descriptor = descriptor
    }

    func write(lines: [String]) throws(CcmuxError) {
        guard !lines.isEmpty else { return }
        try Files.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: descriptor, name: path)
    }

    /// Puts it in its place.
    mutating func finish() throws(CcmuxError) {
        if replacing {
            guard rename(aside, path) == 0 else { throw .system("write \(path)", errno: errno) }
        } else {
            // Unlike a rename this fails where another one was quicker.
            guard link(aside, path) == 0 else {
                if errno == EEXIST { throw Self.exists(path) }
                throw .system("write \(path)", errno: errno)
            }
            unlink(aside)
        }
        isDone = true
    }

    deinit {
        close(descriptor)
        if !isDone { unlink(aside) }
    }

    private static func exists(_ path: String) -> CcmuxError {
        CcmuxError(.exists, "\(path) is there already.", advice: "Give another --output, or --force to replace it.")
    }
}
