import Fleet
import Hummingbird
import Model

extension LimitList: ResponseEncodable {}

/// `/v1/limits`: accounts at a limit.
struct LimitRoutes {
    let fleet: Fleet

    func add(to router: some RouterMethods<APIContext>) {
        let fleet = fleet
        router.get("limits") { _, _ in await fleet.limitList() }
        router.delete("limits/:account") { request, context in
            let account = decoded(try context.parameters.require("account"))
            return try await fleet.clearLimit(account, resuming: request.uri.queryParameters["resume"] == "1")
        }
    }
}

/// A segment of a path without its `%XX`, which the router leaves in; no account's name has a `%` of its own.
private func decoded(_ segment: String) -> String {
    var bytes: [UInt8] = []
    var rest = Array(segment.utf8)[...]
    while let byte = rest.popFirst() {
        let digits = String(decoding: rest.prefix(2), as: UTF8.self)
        guard byte == UInt8(ascii: "%"), digits.utf8.count == 2, let value = UInt8(digits, radix: 16) else {
            bytes.append(byte)
            continue
        }
        bytes.append(value)
        rest = rest.dropFirst(2)
    }
    return String(decoding: bytes, as: UTF8.self)
}
