import Crypto
import Model
import Platform

/// SHA-256 of files.
enum FileHash {
    /// In lowercase hexadecimal; nil where the file cannot be read to its end.
    static func sha256(_ path: String) -> String? {
        guard let size = Files.stamp(of: path)?.size else { return nil }
        var hash = SHA256()
        var offset = 0
        while offset < Int(size) {
            guard let bytes = Files.part(of: path, from: offset, count: 1 << 20), !bytes.isEmpty else { return nil }
            hash.update(data: bytes)
            offset += bytes.count
        }
        return HexText.of(hash.finalize())
    }
}
