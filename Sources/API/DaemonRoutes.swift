import Fleet
import Hummingbird
package import Model
package import Platform

extension HealthResponse: ResponseEncodable {}
extension AgentList: ResponseEncodable {}

/// `/v1/health` and `/v1/agents`: about the daemon itself.
struct DaemonRoutes {
    let fleet: Fleet
    let about: DaemonFacts

    func add(to router: some RouterMethods<APIContext>) {
        let fleet = fleet
        let about = about
        router.get("health") { _, _ in
            let health = await fleet.health()
            return HealthResponse(
                version: ccmuxVersion, pid: about.pid, startedAt: about.startedAt, home: about.home.root,
                ready: health.ready, tmuxConnected: health.tmuxConnected, tmuxVersion: about.tmuxVersion,
                sessions: health.sessions, damagedRows: health.damaged,
                healthySince: await fleet.readySince)
        }
        router.get("agents") { _, _ in AgentList(agents: await fleet.agents()) }
    }
}

/// What does not change while the daemon lives.
package struct DaemonFacts: Sendable {
    package var pid: Int32
    package var startedAt: Timestamp
    package var home: HomeLayout
    package var tmuxVersion: String?

    package init(pid: Int32, startedAt: Timestamp, home: HomeLayout, tmuxVersion: String?) {
        self.pid = pid
        self.startedAt = startedAt
        self.home = home
        self.tmuxVersion = tmuxVersion
    }
}
