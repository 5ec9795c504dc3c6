import Platform

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A small file system of its own, mounted over a folder. Only root on Linux can make one.
struct Disk {
    let path: String

    static var canBeMade: Bool {
        #if os(Linux)
            getuid() == 0 && Files.isExecutable("/bin/mount")
        #else
            false
        #endif
    }

    func mount(megabytes: Int) async throws {
        let done = try await Program.run(
            ["/bin/mount", "-t", "tmpfs", "-o", "size=\(megabytes)m,mode=0700", "tmpfs", path], environment: [:])
        guard done.status == 0 else { throw Failure("cannot mount a file system: \(done.text)") }
    }

    /// Lazily: whoever still has a file open there may end later.
    func unmount() async {
        _ = try? await Program.run(["/bin/umount", "-l", path], environment: [:])
    }

    /// Writes until nothing more fits.
    func fill() throws {
        let descriptor = open(path + "/filler", O_WRONLY | O_CREAT, 0o600)
        guard descriptor >= 0 else { throw Failure("cannot fill \(path): \(systemMessage(errno))") }
        defer { close(descriptor) }
        let block = [UInt8](repeating: 1, count: 512)
        while block.withUnsafeBytes({ write(descriptor, $0.baseAddress, $0.count) }) > 0 {}
    }

    func empty() { unlink(path + "/filler") }
}

/// Another user than root, to whom permissions apply.
enum Somebody {
    private static let id: UInt32 = 65534

    /// Nothing where the tests are run by an ordinary user already.
    static var prefix: [String] {
        getuid() == 0 ? ["/usr/bin/setpriv", "--reuid=\(id)", "--regid=\(id)", "--clear-groups", "--"] : []
    }

    /// Somebody can run the programs that are tested.
    static var isThere: Bool {
        get async {
            guard prefix.isEmpty || Files.isExecutable(prefix[0]) else { return false }
            let done = try? await Program.run(prefix + [Installation.ccmux, "version"], environment: ["HOME": "/tmp"])
            return done?.status == 0
        }
    }

    /// Gives a folder and all below it away.
    static func give(_ path: String) {
        guard getuid() == 0 else { return }
        lchown(path, id, id)
        for name in Files.names(in: path) { give("\(path)/\(name)") }
    }
}
