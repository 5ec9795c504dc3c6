#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The hooks and the tool that run now.
struct Children {
    private enum Purpose {
        case hooks(Int)
        case tool(Ticket)
    }

    /// The hooks of one event: awaited together, told in the order of the settings.
    private struct Batch {
        var ticket: Ticket?
        var outputs: [[UInt8]]
        var open: Int
    }

    private var running: [(purpose: Purpose, place: Int, child: Child)] = []
    private var batches: [Int: Batch] = [:]
    private var lastBatch = 0
    private let environment: [String: String]

    static let hookOutputLimit = 65_536
    static let toolOutputLimit = 30_000
    /// Seconds that a tool may run.
    static let toolTimeout = 600.0

    init(environment: [String: String]) { self.environment = environment }

    /// Starts an event's hooks. Where there are none, or none starts, the end is told at once.
    mutating func start(_ hooks: [Settings.Hook], feed: [UInt8], ticket: Ticket?, now: Double) -> [Event] {
        var batch = Batch(ticket: ticket, outputs: Array(repeating: [], count: hooks.count), open: 0)
        lastBatch += 1
        var troubles: [Event] = []
        for (place, hook) in hooks.enumerated() {
            do throws(FileError) {
                let child = try Child(
                    command: hook.command, feed: feed, joinsErrors: false, environment: environment,
                    limit: Children.hookOutputLimit, deadline: now + hook.timeout)
                running.append((.hooks(lastBatch), place, child))
                batch.open += 1
            } catch {
                troubles.append(.trouble(error.message))
            }
        }
        if batch.open > 0 {
            batches[lastBatch] = batch
            return troubles
        }
        return troubles + (ticket.map { [.hooksEnded($0, HookVerdict())] } ?? [])
    }

    mutating func start(tool command: String, ticket: Ticket, now: Double) -> [Event] {
        do throws(FileError) {
            let child = try Child(
                command: command, feed: nil, joinsErrors: true, environment: environment,
                limit: Children.toolOutputLimit, deadline: now + Children.toolTimeout)
            running.append((.tool(ticket), 0, child))
            return []
        } catch {
            return [.commandEnded(ticket, status: 126, output: error.message)]
        }
    }

    mutating func stopTool(now: Double) {
        for index in running.indices {
            if case .tool = running[index].purpose { running[index].child.stop(now: now) }
        }
    }

    /// Nothing outlives the agent.
    func killAll() {
        for entry in running { entry.child.kill(SIGKILL) }
    }

    var deadline: Double { running.map(\.child.deadline).min() ?? .infinity }

    var polled: [pollfd] {
        running.flatMap { entry in
            [(entry.child.pipe, POLLIN), (entry.child.input, POLLOUT)].filter { $0.0 >= 0 }
                .map { pollfd(fd: $0.0, events: Int16($0.1), revents: 0) }
        }
    }

    /// Moves what can be moved, kills what is over its time, and tells of what has ended.
    mutating func service(now: Double) -> [Event] {
        for index in running.indices {
            running[index].child.write()
            running[index].child.read()
            running[index].child.reap()
            running[index].child.enforce(now: now)
        }
        let ended = running.filter(\.child.hasEnded)
        running.removeAll(where: \.child.hasEnded)
        return ended.compactMap { tell($0.purpose, $0.place, $0.child) }
    }

    private mutating func tell(_ purpose: Purpose, _ place: Int, _ child: Child) -> Event? {
        switch purpose {
        case .tool(let ticket):
            let output = String(decoding: child.output, as: UTF8.self)
            return .commandEnded(ticket, status: child.status ?? 0, output: output)
        case .hooks(let number):
            guard var batch = batches[number] else { return nil }
            batch.open -= 1
            batch.outputs[place] = child.output
            batches[number] = batch.open > 0 ? batch : nil
            guard batch.open == 0, let ticket = batch.ticket else { return nil }
            return .hooksEnded(ticket, HookVerdict(outputs: batch.outputs))
        }
    }
}
