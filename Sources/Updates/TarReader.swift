package import Model

/// Reads a tape archive (ustar, with the extended headers of POSIX.1-2001 and GNU's long names) piece by piece, and
/// takes nothing but plain files and folders whose paths stay below the folder that they are unpacked into.
///
/// Refused: links, devices, absolute paths, `..`, paths that come twice or lead through a file, more than `limits`
/// allow, an archive that is cut off, and anything behind its end.
package struct TarReader: Sendable {
    package enum Item: Sendable, Hashable {
        case folder(path: String)
        /// Its bytes follow as `data`, then `endOfFile`.
        case file(path: String, isExecutable: Bool)
        case data(ArraySlice<UInt8>)
        case endOfFile
    }

    package struct Limits: Sendable {
        package var entries = 10_000
        /// Bytes of all files together.
        package var size: Int64 = 1 << 30
        package init() {}
    }

    private enum Part {
        case header
        case content(left: Int64, padding: Int)
        case padding(Int)
        /// The content of an extended header.
        case note(kind: UInt8, left: Int, padding: Int)
        case end
    }

    private let limits: Limits
    private var part = Part.header
    private var block: [UInt8] = []
    private var note: [UInt8] = []
    private var zeroBlocks = 0
    private var entries = 0
    private var size: Int64 = 0
    private var nextPath: String?
    private var nextSize: Int64?
    /// Folded to lower case: some file systems know no difference.
    private var files: Set<String> = []
    private var folders: Set<String> = []

    static let blockSize = 512
    private static let longestNote = 64 * 1024

    package init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Takes the next bytes of the archive and hands over what is in them.
    package mutating func feed(
        _ bytes: ArraySlice<UInt8>, _ take: (Item) throws(CcmuxError) -> Void
    ) throws(CcmuxError) {
        var rest = bytes
        while !rest.isEmpty {
            switch part {
            case .header:
                let count = min(Self.blockSize - block.count, rest.count)
                block += rest.prefix(count)
                rest = rest.dropFirst(count)
                guard block.count == Self.blockSize else { return }
                let header = block
                block.removeAll(keepingCapacity: true)
                try begin(header, take)
            case .content(let left, let padding):
                let count = Int(min(left, Int64(rest.count)))
                try take(.data(rest.prefix(count)))
                rest = rest.dropFirst(count)
                part = .content(left: left - Int64(count), padding: padding)
                if left == Int64(count) {
                    try take(.endOfFile)
                    part = padding > 0 ? .padding(padding) : .header
                }
            case .padding(let left):
                let count = min(left, rest.count)
                rest = rest.dropFirst(count)
                part = left > count ? .padding(left - count) : .header
            case .note(let kind, let left, let padding):
                let count = min(left, rest.count)
                note += rest.prefix(count)
                rest = rest.dropFirst(count)
                part = .note(kind: kind, left: left - count, padding: padding)
                if left == count {
                    try finishNote(kind)
                    part = padding > 0 ? .padding(padding) : .header
                }
            case .end:
                guard rest.allSatisfy({ $0 == 0 }) else { throw Self.refusal("goes on behind its end") }
                return
            }
        }
    }

    /// To be called when there are no more bytes.
    package func finish() throws(CcmuxError) {
        guard case .end = part else { throw Self.refusal("is cut off") }
        guard !files.isEmpty else { throw Self.refusal("holds no files") }
    }

    private mutating func begin(
        _ header: [UInt8], _ take: (Item) throws(CcmuxError) -> Void
    ) throws(CcmuxError) {
        if header.allSatisfy({ $0 == 0 }) {
            zeroBlocks += 1
            if zeroBlocks == 2 { part = .end }
            return
        }
        guard zeroBlocks == 0 else { throw Self.refusal("goes on behind its end") }
        let fields = try TarHeader(header)
        switch fields.kind {
        case UInt8(ascii: "x"), UInt8(ascii: "g"), UInt8(ascii: "L"):
            guard fields.size <= Int64(Self.longestNote), fields.size > 0 else {
                throw Self.refusal("has an extended header of \(fields.size) bytes")
            }
            note = []
            part = .note(kind: fields.kind, left: Int(fields.size), padding: Self.padding(fields.size))
            entries += 1
        case UInt8(ascii: "0"), 0, UInt8(ascii: "5"):
            try entry(fields, take)
        case UInt8(ascii: "1"), UInt8(ascii: "2"):
            throw Self.refusal("holds a link: \(Self.shown(nextPath ?? fields.path))")
        default:
            throw Self.refusal("holds what is no file and no folder: \(Self.shown(nextPath ?? fields.path))")
        }
        guard entries <= limits.entries else { throw Self.refusal("holds more than \(limits.entries) files") }
    }

    private mutating func entry(
        _ fields: TarHeader, _ take: (Item) throws(CcmuxError) -> Void
    ) throws(CcmuxError) {
        let path = nextPath ?? fields.path
        let length = nextSize ?? fields.size
        (nextPath, nextSize) = (nil, nil)
        entries += 1
        let isFolder = fields.kind == UInt8(ascii: "5") || (fields.kind != UInt8(ascii: "5") && path.hasSuffix("/"))
        guard let parts = Self.safeParts(path) else {
            throw Self.refusal("holds a path that it must not have: \(Self.shown(path))")
        }
        // The folder that everything lies in: `./`.
        if parts.isEmpty {
            guard isFolder, length == 0 else { throw Self.refusal("holds a file without a name") }
            return
        }
        try noteParents(parts, path)
        let name = parts.joined(separator: "/")
        if isFolder {
            guard length == 0 else { throw Self.refusal("holds a folder with content: \(Self.shown(path))") }
            guard !files.contains(name.lowercased()) else {
                throw Self.refusal("holds this path twice: \(Self.shown(path))")
            }
            folders.insert(name.lowercased())
            try take(.folder(path: name))
            return
        }
        guard !folders.contains(name.lowercased()), files.insert(name.lowercased()).inserted else {
            throw Self.refusal("holds this path twice: \(Self.shown(path))")
        }
        size += length
        guard size <= limits.size else {
            throw Self.refusal("holds more than \(limits.size >> 20) MiB once it is unpacked")
        }
        try take(.file(path: name, isExecutable: fields.mode & 0o100 != 0))
        if length == 0 {
            try take(.endOfFile)
        } else {
            part = .content(left: length, padding: Self.padding(length))
        }
    }

    private mutating func noteParents(_ parts: [String], _ path: String) throws(CcmuxError) {
        var folder = ""
        for part in parts.dropLast() {
            folder += (folder.isEmpty ? "" : "/") + part.lowercased()
            guard !files.contains(folder) else { throw Self.refusal("leads through a file: \(Self.shown(path))") }
            folders.insert(folder)
        }
    }

    private mutating func finishNote(_ kind: UInt8) throws(CcmuxError) {
        switch kind {
        case UInt8(ascii: "L"):
            nextPath = String(decoding: note.prefix { $0 != 0 }, as: UTF8.self)
        case UInt8(ascii: "x"):
            for (name, value) in try TarHeader.records(note) {
                if name == "path" { nextPath = value }
                if name == "linkpath" { throw Self.refusal("holds a link") }
                if name == "size" {
                    guard let number = Int64(value), number >= 0 else {
                        throw Self.refusal("has an extended header that cannot be read")
                    }
                    nextSize = number
                }
            }
        // For the whole archive: a commit's id, a comment. A path or size for everything makes no sense.
        default: break
        }
    }

    /// The names that lead to a file, or nil where the path may not be unpacked. Printable ASCII alone.
    static func safeParts(_ path: String) -> [String]? {
        guard !path.isEmpty, path.utf8.count <= 512, !path.hasPrefix("/"),
            path.utf8.allSatisfy({ $0 >= 32 && $0 < 127 && $0 != UInt8(ascii: "\\") })
        else { return nil }
        var parts: [String] = []
        for part in path.split(separator: "/", omittingEmptySubsequences: true) where part != "." {
            guard part != "..", part.utf8.count <= 255 else { return nil }
            parts.append(String(part))
        }
        return parts.count <= 16 ? parts : nil
    }

    private static func padding(_ size: Int64) -> Int {
        (blockSize - Int(size % Int64(blockSize))) % blockSize
    }

    private static func shown(_ path: String) -> String {
        "'" + String(path.prefix(100).map { $0.isASCII && !$0.isNewline && $0 >= " " ? $0 : "?" }) + "'"
    }

    static func refusal(_ what: String) -> CcmuxError {
        CcmuxError(.refused, "The bundle \(what); it was not unpacked.")
    }
}
