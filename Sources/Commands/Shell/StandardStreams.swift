import Model
import Platform

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The terminal, or whatever stdin, stdout and stderr are.
enum StandardStreams {
    static var inputIsTerminal: Bool { isatty(0) == 1 }
    static var outputIsTerminal: Bool { isatty(1) == 1 }
    static var errorIsTerminal: Bool { isatty(2) == 1 }

    /// Whether stdout takes colours: it is a terminal and nobody said no (https://no-color.org).
    static var colour: Bool { outputIsTerminal && coloursAreWanted }

    /// The same for stderr.
    static var errorColour: Bool { errorIsTerminal && coloursAreWanted }

    private static var coloursAreWanted: Bool {
        if let wish = getenv("NO_COLOR"), wish.pointee != 0 { return false }
        if let terminal = getenv("TERM"), String(cString: terminal) == "dumb" { return false }
        return true
    }

    /// Columns of the terminal that stdout is; nil when it is none, so that a pipe gets whole lines.
    static var outputWidth: Int? {
        guard outputIsTerminal else { return nil }
        let columns = Terminal.size(of: 1)?.columns ?? 0
        return columns > 0 ? columns : 80
    }

    /// Writes lines to stdout. A reader that went away ends the program quietly; a full disk is an error.
    static func write(lines: [String]) throws(CcmuxError) {
        guard !lines.isEmpty else { return }
        try write(Array((lines.joined(separator: "\n") + "\n").utf8))
    }

    static func write(_ bytes: [UInt8]) throws(CcmuxError) {
        guard let code = writeAll(bytes, to: 1) else { return }
        if code == EPIPE { exit(0) }
        throw .system("write the output", errno: code)
    }

    /// Writes lines to stderr, as far as it takes them.
    static func report(_ lines: [String]) {
        _ = writeAll(Array((lines.joined(separator: "\n") + "\n").utf8), to: 2)
    }

    /// The errno of a failure.
    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { platformWrite(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                var item = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&item, 1, -1)
            } else if errno != EINTR {
                return errno
            }
        }
        return nil
    }

    /// All of stdin as text.
    ///
    /// - Throws: `.invalid` when it is no UTF-8 or larger than `limit` bytes.
    static func readInput(limit: Int = 16 << 20) throws(CcmuxError) -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = buffer.withUnsafeMutableBytes { platformRead(0, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw .system("read the input", errno: errno)
            }
            if count == 0 { break }
            bytes += buffer[..<count]
            guard bytes.count <= limit else {
                throw CcmuxError(.invalid, "The input is larger than \(limit >> 20) MiB; nothing was sent.")
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CcmuxError(
                .invalid, "The input is not UTF-8; nothing was sent.", advice: "Convert it first, with iconv.")
        }
        return text
    }

    /// Asks on stderr and reads one line; nil at the end of the input.
    static func ask(_ question: String) -> String? {
        _ = writeAll(Array(question.utf8), to: 2)
        return readLine()
    }
}

private func platformWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    guard let bytes else { return 0 }
    return write(descriptor, bytes, count)
}

private func platformRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    guard let bytes else { return 0 }
    return read(descriptor, bytes, count)
}
