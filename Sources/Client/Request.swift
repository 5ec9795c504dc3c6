import Model

/// One HTTP/1.1 request to the daemon; the connection is closed after its response.
package struct Request: Sendable, Hashable {
    package enum Method: String, Sendable, Hashable {
        case get = "GET"
        case post = "POST"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    package var method: Method
    /// Begins with `/v1/`, its segments percent-encoded.
    package var path: String
    /// In order; names and values as they are meant, not yet encoded.
    package var query: [Parameter]
    /// Further headers; neither names nor values may hold line breaks.
    package var headers: [Parameter]
    /// JSON.
    package var body: [UInt8]?

    package struct Parameter: Sendable, Hashable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package init(
        _ method: Method, _ path: String, query: [Parameter] = [], headers: [Parameter] = [], body: [UInt8]? = nil
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }

    /// The request as it is sent.
    package var serialized: [UInt8] {
        var target = path
        for (index, item) in query.enumerated() {
            target += (index == 0 ? "?" : "&") + item.name.percentEncoded + "=" + item.value.percentEncoded
        }
        var head = "\(method.rawValue) \(target) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        head += "User-Agent: ccmux/\(ccmuxVersion)\r\n"
        for header in headers {
            head += "\(header.name): \(header.value.filter { !$0.isNewline })\r\n"
        }
        if let body {
            head += "Content-Type: application/json\r\nContent-Length: \(body.count)\r\n"
        }
        return Array((head + "\r\n").utf8) + (body ?? [])
    }
}
