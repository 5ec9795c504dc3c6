import CPlatform

/// What the allocator keeps for later although nobody uses it.
package enum FreedMemory {
    /// Gives it back to the system: a daemon that read large transcripts would keep their size for days.
    package static func giveBack() { ccp_give_back_memory() }
}
