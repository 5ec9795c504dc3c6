package import Model
package import Tmux

/// Decides what to do about one session: pure, over what is wanted and what is seen.
package enum Reconciler {
    package struct Situation: Sendable, Hashable {
        package var wanted: WantedState
        package var sight: Sight?
        /// A tmux session that is not ours has the name.
        package var nameIsTaken: Bool
        /// A tmux server runs.
        package var hasServer: Bool
        /// As many agents are starting as may.
        package var startsAreFull: Bool
        /// What was done last has failed, and it is not time to try again.
        package var isOnHold: Bool
        /// The agent's process is known.
        package var hasAgent: Bool
        /// The launch file tells the runner to launch none.
        package var isPutAway: Bool

        package init(
            wanted: WantedState, sight: Sight? = nil, nameIsTaken: Bool = false, hasServer: Bool = true,
            startsAreFull: Bool = false, isOnHold: Bool = false, hasAgent: Bool = false, isPutAway: Bool = false
        ) {
            self.wanted = wanted
            self.sight = sight
            self.nameIsTaken = nameIsTaken
            self.hasServer = hasServer
            self.startsAreFull = startsAreFull
            self.isOnHold = isOnHold
            self.hasAgent = hasAgent
            self.isPutAway = isPutAway
        }
    }

    package enum Action: Sendable, Hashable {
        case none
        /// Until a server runs, a place is free, or the hold is over.
        case wait
        case createSession
        /// The tmux session is there, kept by windows of the user's, but the runner's pane is gone.
        case createPane(in: TmuxSessionID)
        /// Of several panes with one mark the first stays.
        case killPanes([PaneID])
        case endSession(Sight)
        /// The runner ends its agent, if it has one, and stays.
        case putAway
        /// The runner launches its agent again.
        case wake
        /// Its pane is gone, but an agent of its is not.
        case endLeftovers
        case block(String)
    }

    package static func decide(_ situation: Situation, name: String) -> Action {
        switch (situation.wanted, situation.sight) {
        case (.running, nil):
            if !situation.hasServer { return .wait }
            if situation.nameIsTaken {
                return .block(
                    "a tmux session called \(name), which ccmux did not make, is in the way; rename or end it")
            }
            return situation.startsAreFull || situation.isOnHold ? .wait : .createSession
        case (.running, let sight?):
            let living = sight.panes.filter { !$0.isDead }
            let dead = sight.panes.filter(\.isDead)
            if living.count == 1 && dead.isEmpty { 
                guard situation.isPutAway else { return .none }
                return situation.startsAreFull || situation.isOnHold ? .wait : .wake
            }
            if !living.isEmpty { return .killPanes((living.dropFirst() + dead).map(\.id)) }
            if situation.startsAreFull || situation.isOnHold { return .wait }
            return dead.isEmpty ? .createPane(in: sight.session) : .killPanes(dead.map(\.id))
        case (.stopped, let sight?), (.archived, let sight?):
            return .endSession(sight)
        case (.stopped, nil), (.archived, nil):
            return .none
        // Where its pane is gone, there is none to be made before it wakes.
        case (.hibernated, nil):
            return situation.hasAgent ? .endLeftovers : .none
        // Its runner stays in its pane, without an agent.
        case (.hibernated, let sight?):
            let living = sight.panes.filter { !$0.isDead }
            let others = living.dropFirst() + sight.panes.filter(\.isDead)
            if !others.isEmpty { return .killPanes(others.map(\.id)) }
            if living.isEmpty { return situation.hasAgent ? .endLeftovers : .none }
            if situation.isPutAway && !situation.hasAgent { return .none }
            return situation.isOnHold ? .wait : .putAway
        }
    }
}
