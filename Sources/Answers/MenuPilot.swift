package import Model

/// Steers a menu's cursor to one option and confirms it: one key at a time, each after a look that shows that the same
/// menu still stands. It decides, given what is seen; somebody else looks and presses.
///
/// Keys are read in their order, and an agent may be slow to read. So a second Enter is pressed only after a key that
/// moves the cursor was seen to work since: the first one was read then, and was not taken. Otherwise both would be
/// read later, and the second would answer what comes next.
package struct MenuPilot: Sendable {
    /// What a look at the screen shows.
    package enum Seen: Sendable, Hashable {
        case menu(OpenMenu)
        /// A composer, or a turn that goes on.
        case other
        /// Half drawn, or nothing that is known.
        case unreadable
    }

    package enum Key: String, Sendable, Hashable {
        case up = "Up"
        case down = "Down"
        case enter = "Enter"
    }

    package enum Step: Sendable, Hashable {
        case press(Key)
        /// Look again in a moment.
        case wait
        /// The option was confirmed, and the menu is gone.
        case done
        case refuse(Refusal)
    }

    package enum Refusal: Sendable, Hashable {
        /// It is not open any more, and was not answered by us.
        case gone
        /// Another one is open.
        case changed
        /// The screen does not show on which option the cursor stands.
        case noCursor
        /// It does not react to keys, or not to Enter.
        case notTaken
        case unreadable
    }

    /// Seconds in all.
    package static let patience = 15.0
    /// Seconds within which an agent draws what a key does.
    private static let reaction = 1.5
    /// Seconds for which nothing may change where a key was not seen to work.
    private static let rest = 2.5
    /// Seconds between two looks that must agree before Enter.
    private static let pause = 0.08
    /// Seconds for which an Enter may go unseen: a menu may take none in the first two seconds that it is open.
    private static let digestion = 1.2
    private static let entersAtMost = 4

    private let menu: OpenMenu
    private let target: Int
    private let began: Double
    private var keys = 0
    /// Keys that move and were not seen to.
    private var pending = 0
    private var pressedAt: Double
    private var cursor: Int?
    private var restsSince: Double
    /// The cursor was seen elsewhere since the last Enter.
    private var hasMoved = true
    private var enters = 0
    private var enteredAt = 0.0
    /// Looks in a row that did not show the menu, and what they showed instead.
    private var strange = 0
    private var strangeSight: Seen?
    private var strangeSince = 0.0

    /// - Parameters:
    ///   - target: the option's index in the menu.
    ///   - now: seconds of any clock that only goes forward.
    package init(_ menu: OpenMenu, choosing target: Int, now: Double) {
        self.menu = menu
        self.target = target
        began = now
        pressedAt = now
        restsSince = now
    }

    /// Enter was pressed: the answer may have been given even where this ends in a refusal.
    package var hasConfirmed: Bool { enters > 0 }

    package mutating func next(_ seen: Seen, now: Double) -> Step {
        if case .menu(let current) = seen, current.asksTheSame(as: menu) {
            strange = 0
            strangeSight = nil
            guard now - began < Self.patience else { return .refuse(.notTaken) }
            guard let index = current.options.firstIndex(where: \.isSelected) else { return .refuse(.noCursor) }
            return steer(from: index, now: now)
        }
        return leave(seen, now: now)
    }

    /// Something else is seen: once may be half drawn, twice is so.
    private mutating func leave(_ seen: Seen, now: Double) -> Step {
        let sight = seen.withoutCursor
        if sight != strangeSight {
            strange = 0
            strangeSince = now
        }
        strangeSight = sight
        strange += 1
        let lasts = strange > 1 && now - strangeSince >= Self.pause
        switch seen {
        case .unreadable:
            guard now - strangeSince >= Self.rest else { return .wait }
            return hasConfirmed ? .done : .refuse(.unreadable)
        case .other:
            guard lasts else { return .wait }
            return hasConfirmed ? .done : .refuse(.gone)
        case .menu:
            guard lasts else { return .wait }
            return hasConfirmed ? .done : .refuse(.changed)
        }
    }

    private mutating func steer(from index: Int, now: Double) -> Step {
        if index != cursor {
            if cursor != nil { pending = max(0, pending - 1) }
            cursor = index
            restsSince = now
        }
        if index != target { hasMoved = true }
        if pending > 0 {
            if now - pressedAt < Self.reaction { return .wait }
            // A key that was not seen to work may be read yet.
            if now - max(pressedAt, restsSince) < Self.rest { return .wait }
            pending = 0
        }
        if index != target { return move(from: index, now: now) }
        guard now - restsSince >= Self.pause else { return .wait }
        if enters == 0 { return confirm(now: now) }
        guard now - enteredAt >= Self.digestion else { return .wait }
        guard enters < Self.entersAtMost else { return .refuse(.notTaken) }
        if hasMoved { return confirm(now: now) }
        guard menu.options.count > 1 else {
            return now - enteredAt < Self.rest ? .wait : confirm(now: now)
        }
        return press(target == 0 ? .down : .up, now: now)
    }

    private mutating func move(from index: Int, now: Double) -> Step {
        guard keys < 3 * menu.options.count + 12 else { return .refuse(.notTaken) }
        return press(index < target ? .down : .up, now: now)
    }

    private mutating func press(_ key: Key, now: Double) -> Step {
        keys += 1
        pending += 1
        pressedAt = now
        return .press(key)
    }

    private mutating func confirm(now: Double) -> Step {
        enters += 1
        enteredAt = now
        hasMoved = false
        return .press(.enter)
    }
}

extension MenuPilot.Seen {
    /// Of a menu, what does not change while a cursor moves.
    fileprivate var withoutCursor: Self {
        guard case .menu(var menu) = self else { return self }
        for index in menu.options.indices { menu.options[index].isSelected = false }
        return .menu(menu)
    }
}
