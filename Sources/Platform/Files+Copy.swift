package import Model

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension Files {
    private static let chunk = 1 << 20

    /// Copies a regular file, as it is at this moment, to a new one for its owner only (0600). An older copy is replaced.
    ///
    /// - Throws: when it cannot be read or written; then there is no copy.
    package static func copy(_ path: String, to target: String) throws(CcmuxError) {
        let size = Int(stamp(of: path)?.size ?? 0)
        let unfinished = target + ".new"
        let descriptor = open(unfinished, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .system("write \(unfinished)", errno: errno) }
        defer { close(descriptor) }
        var offset = 0
        do throws(CcmuxError) {
            while offset < size {
                guard let bytes = part(of: path, from: offset, count: min(chunk, size - offset)), !bytes.isEmpty else {
                    throw CcmuxError(.failed, "Cannot read \(path).")
                }
                try write(bytes, to: descriptor, name: unfinished)
                offset += bytes.count
            }
            guard rename(unfinished, target) == 0 else { throw .system("write \(target)", errno: errno) }
        } catch {
            remove(unfinished)
            throw error
        }
    }
}
