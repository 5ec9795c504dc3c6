/// How long things take for a text of a size, in seconds. What agents need is in `docs/facts.md`: the slowest
/// (Claude 2.1.1) records 200 KB after 13 s and 1 MB after 67 s.
package enum DeliveryTimes {
    /// From the paste until it must be seen in the composer.
    package static func shown(bytes: Int) -> Double { 4 + Double(bytes) / 20_000 }
    /// So much longer before it is given up where the composer shows another text, and where it shows none: an agent
    /// that draws a long conversation reads nothing meanwhile (Claude 2.1.1, resumed with 1 MB on a busy machine: 9 s
    /// and more).
    package static let load = 26.0
    package static let busy = 300.0
    /// From when the prompt before was seen in the composer, after it was submitted, until it is taken out there.
    package static let leftBehind = 1.0
    /// From the Enter until the transcript must show it. An agent that still draws a megabyte before reads nothing
    /// for half a minute.
    package static func proof(bytes: Int) -> Double { 45 + Double(bytes) / 8_000 }
    /// From the first Enter to the second, where the text still stands there.
    package static func secondEnter(bytes: Int) -> Double { 1.5 + Double(bytes) / 50_000 }
    /// The same where nothing on the screen has changed since the first.
    package static let secondEnterBlind = 10.0
    /// An Enter that an agent reads together with the text would be a line break to it.
    package static let pauseBeforeEnter = 0.15
    /// Between keys around a paste: Claude 2.1.1 takes those that it reads together for text.
    package static let betweenKeys = 0.12
    /// A client that typed since then is a person at work.
    package static let personTypes = 3.0
    /// Some agents say that they are ready before they read: a young one's screen must rest as long.
    package static let rest = 0.5
    package static let youth = 120.0
    /// An agent at rest takes what it queued at once: what it has not by then it never will.
    package static let queueForgotten = 60.0
    /// From the Enter until the screen alone is believed, where the agent's own records might still come.
    package static let screenAlone = 3.0
}
