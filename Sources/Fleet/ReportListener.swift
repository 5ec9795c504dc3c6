package import Logging
package import NIOCore
import NIOPosix
package import Platform
import Runner
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The daemon's end of `report.sock`: runners and hooks connect, write a line for each report and get `ok` back.
package struct ReportListener: Sendable {
    private let home: HomeLayout
    private let group: any EventLoopGroup
    private let logger: Logger

    package init(home: HomeLayout, group: any EventLoopGroup, logger: Logger) {
        self.home = home
        self.group = group
        self.logger = logger
    }

    /// Listens, and hands each report to `take` in the order in which they came. Runs until the task is cancelled.
    package func run(take: @escaping @Sendable (Incoming) async -> Void) async throws {
        let (reports, continuation) = AsyncStream.makeStream(of: Incoming.self)
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 256)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers([PeerGuard(), ReportHandler(continuation)])
                }
            }
            .bind(unixDomainSocketPath: home.reportSocket, cleanupExistingSocketFile: true)
            .get()
        chmod(home.reportSocket, 0o600)
        await withTaskCancellationHandler {
            for await report in reports { await take(report) }
        } onCancel: {
            channel.close(promise: nil)
            continuation.finish()
        }
    }
}

/// Splits the stream into lines, acknowledges each, and closes on whoever sends too much or is not ours.
private final class ReportHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// A hook's payload may hold a whole file.
    private static let lineLimit = 80 << 20

    /// Hooks that may wait at the same time; further ones are told to leave their dialogs to the person.
    private static let waitingAtMost = 1000
    private static let waiting = Atomic<Int>(0)
    private static let lastHook = Atomic<Int>(0)

    private let continuation: AsyncStream<Incoming>.Continuation
    private var pending = ByteBuffer()
    private var isWaiting = false

    init(_ continuation: AsyncStream<Incoming>.Continuation) {
        self.continuation = continuation
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var chunk = unwrapInboundIn(data)
        pending.writeBuffer(&chunk)
        while let end = pending.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) {
            let count = end - pending.readerIndex
            let line = pending.readSlice(length: count) ?? ByteBuffer()
            pending.moveReaderIndex(forwardBy: 1)
            take(line, context)
        }
        pending.discardReadBytes()
        if pending.readableBytes > Self.lineLimit { context.close(promise: nil) }
    }

    private func take(_ line: ByteBuffer, _ context: ChannelHandlerContext) {
        guard let report = Spool.parse(line.readableBytesView) else {
            context.close(promise: nil)
            return
        }
        // Before the fleet hears of it: its decision is the next line.
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: "ok\n")), promise: nil)
        continuation.yield(.report(report, waiting: waitingHook(report, context)))
    }

    /// One for each connection.
    private func waitingHook(_ report: Report, _ context: ChannelHandlerContext) -> WaitingHook? {
        guard case .hook(let hook) = report.content, hook.waits == true else { return nil }
        guard !isWaiting, Self.waiting.load(ordering: .relaxed) < Self.waitingAtMost else {
            context.close(promise: nil)
            return nil
        }
        isWaiting = true
        Self.waiting.add(1, ordering: .relaxed)
        let id = Self.lastHook.add(1, ordering: .relaxed).newValue
        let channel = context.channel
        let continuation = continuation
        channel.closeFuture.whenComplete { _ in
            Self.waiting.subtract(1, ordering: .relaxed)
            continuation.yield(.hookLeft(id))
        }
        return WaitingHook(id: id) { decision in
            guard let line = decision.line else { return channel.close(promise: nil) }
            channel.writeAndFlush(ByteBuffer(bytes: line)).whenComplete { _ in channel.close(promise: nil) }
        } release: {
            channel.close(promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
