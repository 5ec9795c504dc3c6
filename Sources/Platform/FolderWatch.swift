#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Tells which files of some folders were written, came or went. Not recursive.
///
/// `descriptor` becomes readable when there is something to `take`. What is lost (an overflow, a system that does not
/// tell names) comes as a change of the folder without a name: look at all of it.
package final class FolderWatch: Sendable {
    package struct Change: Sendable, Hashable {
        package var folder: String
        /// The file's name; nil where only the folder is known.
        package var name: String?

        package init(folder: String, name: String?) {
            self.folder = folder
            self.name = name
        }
    }

    package let descriptor: Int32
    private let source: FolderWatchSource

    /// - Returns: nil when the system has no more watches.
    package init?() {
        guard let source = FolderWatchSource() else { return nil }
        self.source = source
        descriptor = source.descriptor
    }

    deinit { close(descriptor) }

    /// Begins to watch a folder; one that is watched already costs nothing. False where it cannot be: try again later.
    @discardableResult
    package func add(_ folder: String) -> Bool { source.add(folder) }

    /// The changes since the last call, each once; empty when there are none.
    package func take() -> [Change] {
        var seen: Set<Change> = []
        return source.take().filter { seen.insert($0).inserted }
    }
}
