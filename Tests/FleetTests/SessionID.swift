import Model

/// As in the room itself: ccmux's own, not tmux's.
typealias SessionID = Model.SessionID
