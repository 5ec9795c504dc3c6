#if canImport(Glibc)
    import Glibc
#endif

/// What the allocator keeps for later although nobody uses it.
package enum FreedMemory {
    /// Gives it back to the system. A daemon that read large transcripts would keep their size for days.
    package static func giveBack() {
        #if canImport(Glibc)
            _ = malloc_trim(0)
        #endif
    }
}
