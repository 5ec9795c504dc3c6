package import Logging
package import NIOCore
import NIOPosix
package import Platform
package import Runner

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
    package func run(take: @escaping @Sendable (Report) async -> Void) async throws {
        let (reports, continuation) = AsyncStream.makeStream(of: Report.self)
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

    private let continuation: AsyncStream<Report>.Continuation
    private var pending = ByteBuffer()

    init(_ continuation: AsyncStream<Report>.Continuation) {
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
        continuation.yield(report)
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: "ok\n")), promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
