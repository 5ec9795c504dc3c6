import Client
import Model

/// JSON as the daemon answers.
enum Samples {
    static func session(_ name: String) -> String {
        """
        {"id":"00000000000\(name.utf8.count % 10)","name":"\(name)","agent":"demo","dir":"/tmp","uuid":null,"group":null,
        "wanted":"running","process":"running","state":"idle","since":null,"pid":7,"pane":"%1","restarts":0,
        "uptimeSeconds":3,"detail":null,"draft":false,"unread":true,"background":false,"model":"m",
        "context":{"percent":42},"menu":null,"limit":null,"error":null,"retryAt":null,"pending":[],"created":"2026-11-21T12:24:05.123Z","futureKey":[1]}
        """
    }

    static let health: String = {
        let health = HealthResponse(
            version: "0.1.0", pid: 42, startedAt: Timestamp(milliseconds: 0), home: "/x", ready: true,
            tmuxConnected: true,
            tmuxVersion: "3.3a", sessions: 0)
        return (try? JSONCoding.bytes(health)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }()

    static func event(_ id: Int, kind: String = "agent.started", name: String = "api") -> String {
        #"{"id":\#(id),"epoch":"e1","at":"2026-11-21T12:24:05Z","kind":"\#(kind)","name":"\#(name)","data":{"n":1}}"#
    }

    static func message(_ id: Int, kind: String = "agent.started", name: String = "api") -> String {
        "id: e1-\(id)\nevent: \(kind)\ndata: \(event(id, kind: kind, name: name))\n\n"
    }

    static let streamHead = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"

    static func chunk(_ text: String) -> String {
        "\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n"
    }
}
