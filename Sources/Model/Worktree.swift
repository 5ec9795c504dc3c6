/// The git worktree that ccmux made for a session: what its record keeps, and what is left to go by when it is gone.
package struct SessionWorktree: Sendable, Hashable, Codable {
    /// The repository's main worktree, or the repository itself where it is bare; absolute.
    package var repository: String
    /// The worktree's own folder; absolute.
    package var path: String
    /// Its branch, without `refs/heads/`.
    package var branch: String
    /// The commit that it began at, in full.
    package var base: String
    /// The branch that its work goes into; nil where the repository's HEAD was detached.
    package var into: String?
    /// The directory that the session would work in without a worktree; absolute.
    package var origin: String
    /// ccmux made the branch, and may delete it once it is merged.
    package var madeBranch: Bool
    /// How far the setup command has come; nil where there is none.
    package var setup: Setup?

    package init(
        repository: String, path: String, branch: String, base: String, into: String?, origin: String,
        madeBranch: Bool, setup: Setup? = nil
    ) {
        self.repository = repository
        self.path = path
        self.branch = branch
        self.base = base
        self.into = into
        self.origin = origin
        self.madeBranch = madeBranch
        self.setup = setup
    }

    /// An open set.
    package struct Setup: RawRepresentable, Sendable, Hashable, Codable {
        package let rawValue: String

        package init(rawValue: String) {
            self.rawValue = rawValue
        }

        package static let running = Self(rawValue: "running")
        package static let done = Self(rawValue: "done")
        package static let failed = Self(rawValue: "failed")
    }
}

/// What is asked of a new worktree.
package struct WorktreeWish: Sendable, Hashable, Codable {
    /// Without `refs/heads/`; nil for `ccmux/NAME`. One that is not there is made, from HEAD.
    package var branch: String?
    /// False leaves the configured setup command out.
    package var setup: Bool?

    package init(branch: String? = nil, setup: Bool? = nil) {
        self.branch = branch
        self.setup = setup
    }
}

/// One worktree of ccmux's, as `GET /v1/worktrees` shows it. What cannot be known is nil.
package struct WorktreeView: Sendable, Hashable, Codable {
    /// The session's name; of one that is gone, what it was called.
    package var name: SessionName
    /// Nil where the session is gone.
    package var session: SessionID?
    package var repository: String
    package var path: String
    package var branch: String
    package var base: String
    package var into: String?
    /// The branch's last commit.
    package var head: String?
    /// Commits that the branch has and `into` has not, and the other way round.
    package var ahead: Int?
    package var behind: Int?
    /// Files with uncommitted changes; untracked ones count unless the main worktree has them just so.
    package var dirty: Int?
    /// `into` has all of its commits.
    package var merged: Bool?
    /// Its folder is gone.
    package var missing: Bool
    /// Why git keeps it from being removed; empty where it says no reason.
    package var locked: String?
    package var setup: SessionWorktree.Setup?
    /// Why git cannot tell about it.
    package var problem: String?

    package init(name: SessionName, session: SessionID?, facts: SessionWorktree) {
        self.name = name
        self.session = session
        repository = facts.repository
        path = facts.path
        branch = facts.branch
        base = facts.base
        into = facts.into
        setup = facts.setup
        missing = false
    }
}

/// Sessions that are in each other's way.
package struct WorktreeConflict: Sendable, Hashable, Codable {
    /// An open set: `shared`: they work in one directory on one branch. `merge`: what their branches have committed
    /// cannot be merged without a person.
    package var kind: String
    /// Names, in order.
    package var sessions: [SessionName]
    /// The worktree that they share, or their repository; absolute.
    package var directory: String
    /// One for `shared` (none where HEAD is detached), two for `merge`.
    package var branches: [String]
    /// Files that conflict, at most 20.
    package var files: [String]
    /// All files that conflict.
    package var fileCount: Int

    package init(
        kind: String, sessions: [SessionName], directory: String, branches: [String], files: [String] = [],
        fileCount: Int = 0
    ) {
        self.kind = kind
        self.sessions = sessions
        self.directory = directory
        self.branches = branches
        self.files = files
        self.fileCount = fileCount
    }
}

/// `GET /v1/conflicts`.
package struct ConflictList: Sendable, Hashable, Codable {
    package var conflicts: [WorktreeConflict]
    /// Sentences: what could not be looked at, and why.
    package var notes: [String]

    package init(conflicts: [WorktreeConflict], notes: [String] = []) {
        self.conflicts = conflicts
        self.notes = notes
    }
}

/// `GET /v1/worktrees`.
package struct WorktreeList: Sendable, Codable {
    package var worktrees: [WorktreeView]
    package var conflicts: [WorktreeConflict]
    package var notes: [String]

    package init(worktrees: [WorktreeView], conflicts: [WorktreeConflict], notes: [String]) {
        self.worktrees = worktrees
        self.conflicts = conflicts
        self.notes = notes
    }
}

/// `GET /v1/worktrees/NAME`: one worktree, and what its work is compared with.
package struct WorktreeDetail: Sendable, Codable {
    package var worktree: WorktreeView
    /// The commit that the branch and `into` have in common; the base where there is no `into`.
    package var mergeBase: String
    /// Untracked files that are not ignored, at most 1,000.
    package var untracked: [String]
    package var files: [File]

    /// A file that differs from the merge base, uncommitted changes included.
    package struct File: Sendable, Hashable, Codable {
        package var path: String
        /// Lines; nil for a binary file.
        package var added: Int?
        package var removed: Int?

        package init(path: String, added: Int?, removed: Int?) {
            self.path = path
            self.added = added
            self.removed = removed
        }
    }

    package init(worktree: WorktreeView, mergeBase: String, untracked: [String], files: [File]) {
        self.worktree = worktree
        self.mergeBase = mergeBase
        self.untracked = untracked
        self.files = files
    }
}

/// `GET /v1/worktrees/NAME/setup`: what the setup command has printed since an offset.
package struct SetupProgress: Sendable, Codable {
    package var setup: SessionWorktree.Setup?
    /// Its log, absolute.
    package var log: String
    /// Bytes: where to go on reading.
    package var offset: Int
    /// At most 64 KiB of it, broken characters mended.
    package var text: String

    package init(setup: SessionWorktree.Setup?, log: String, offset: Int, text: String) {
        self.setup = setup
        self.log = log
        self.offset = offset
        self.text = text
    }
}

/// `POST /v1/worktrees/NAME/finish`.
package struct FinishRequest: Sendable, Hashable, Codable {
    /// `merge` (nil too), `squash`, or `keep`: the branch stays as it is, unmerged.
    package var mode: String?
    /// The branch that gets the work; nil for the one that it came from.
    package var into: String?
    /// Uncommitted work is lost, and an agent at work is interrupted.
    package var force: Bool?

    package init(mode: String? = nil, into: String? = nil, force: Bool? = nil) {
        self.mode = mode
        self.into = into
        self.force = force
    }
}

/// `POST /v1/worktrees/prune`.
package struct PruneRequest: Sendable, Hashable, Codable {
    /// Only tell.
    package var dryRun: Bool?
    /// Also what is not merged or has uncommitted work.
    package var force: Bool?

    package init(dryRun: Bool? = nil, force: Bool? = nil) {
        self.dryRun = dryRun
        self.force = force
    }
}

/// What became of a worktree: the answer to `finish`, and each element of the one to `prune`.
package struct WorktreeOutcome: Sendable, Hashable, Codable {
    package var name: SessionName
    package var path: String
    package var branch: String
    /// The branch's last commit; nil where there was no branch any more.
    package var head: String?
    package var into: String?
    /// An open set: `merged`, `fast-forward`, `squashed`, `nothing` (`into` had it all), `kept` (not merged).
    package var result: String
    /// The worktree is gone.
    package var removed: Bool
    /// The branch was deleted.
    package var branchDeleted: Bool
    /// The command that brings the branch back.
    package var undo: String?
    /// The command that brings back uncommitted changes of tracked files that were thrown away.
    package var stash: String?
    /// Why it was left.
    package var reason: String?

    package init(name: SessionName, facts: SessionWorktree, head: String?, result: String) {
        self.name = name
        path = facts.path
        branch = facts.branch
        into = facts.into
        self.head = head
        self.result = result
        removed = false
        branchDeleted = false
    }
}

package struct PruneResponse: Sendable, Codable {
    package var outcomes: [WorktreeOutcome]
    package var dryRun: Bool

    package init(outcomes: [WorktreeOutcome], dryRun: Bool) {
        self.outcomes = outcomes
        self.dryRun = dryRun
    }
}

/// `POST /v1/sessions/NAME/isolate`.
package struct IsolateRequest: Sendable, Hashable, Codable {
    package var branch: String?
    package var setup: Bool?
    /// What to do about uncommitted changes in its directory: `take` copies them into the worktree, `leave` does not;
    /// either way they also stay where they are. Nil refuses where there are any.
    package var changes: String?
    /// An agent at work is interrupted.
    package var force: Bool?

    package init(branch: String? = nil, setup: Bool? = nil, changes: String? = nil, force: Bool? = nil) {
        self.branch = branch
        self.setup = setup
        self.changes = changes
        self.force = force
    }
}

/// The command that a new worktree is prepared with, as `config.toml` gives it.
package enum SetupWords: Sendable, Hashable {
    /// A line for the user's shell; empty for none.
    case shell(String)
    /// A program, looked for on the PATH or in the worktree, and its arguments as they are; empty for none.
    case program([String])

    package var isEmpty: Bool {
        switch self {
        case .shell(let line): line.allSatisfy { $0 == " " }
        case .program(let words): words.isEmpty
        }
    }
}

/// `[worktrees]` of `config.toml`.
package struct WorktreeSettings: Sendable, Hashable {
    /// Where a worktree is made, relative to the repository's main worktree; `{repo}`, `{name}` and `{branch}` stand for
    /// the repository's name, the session's and the branch's (its `/` as `-`).
    package var folder = "../{repo}.worktrees/{name}"
    /// Untracked files of the main worktree that are copied, as git's globs.
    package var copy: [String] = []
    /// Run in a new worktree.
    package var setup = SetupWords.shell("")
    /// Minutes that it may take.
    package var setupMinutes = 30
    /// Seconds between looks for branches that conflict; 0 is never.
    package var radarSeconds = 60

    package init() {}
}
