package import Model
package import Status

extension DemoAgentKind {
    /// It draws what Claude draws.
    package func reading(of screen: ScreenText, at moment: Timestamp, zone: String?) -> ScreenReading {
        ClaudeAgent().reading(of: screen, at: moment, zone: zone)
    }

    package func reading(ofTitle title: String) -> TitleReading { ClaudeAgent().reading(ofTitle: title) }
}
