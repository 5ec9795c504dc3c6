package import NIOCore
import NIOPosix

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Closes connections on a Unix socket whose other end is another user. The socket's mode forbids them as well; this
/// holds also where a folder's mode was loosened.
package final class PeerGuard: ChannelInboundHandler, RemovableChannelHandler {
    package typealias InboundIn = Any

    package init() {}

    package func channelActive(context: ChannelHandlerContext) {
        guard let options = context.channel as? any SocketOptionProvider else {
            context.fireChannelActive()
            return
        }
        let channel = NIOLoopBound(context, eventLoop: context.eventLoop)
        peer(options).whenComplete { result in
            switch result {
            case .success(let uid) where uid == getuid() || uid == 0: channel.value.fireChannelActive()
            default: channel.value.close(promise: nil)
            }
        }
    }

    private func peer(_ options: any SocketOptionProvider) -> EventLoopFuture<uid_t> {
        #if os(Linux)
            let credentials: EventLoopFuture<Credentials> = options.unsafeGetSocketOption(
                level: .socket, name: .init(rawValue: SO_PEERCRED))
            return credentials.map(\.uid)
        #else
            let credentials: EventLoopFuture<xucred> = options.unsafeGetSocketOption(
                level: .init(rawValue: SOL_LOCAL), name: .init(rawValue: LOCAL_PEERCRED))
            return credentials.map(\.cr_uid)
        #endif
    }

    #if os(Linux)
        /// `struct ucred` of unix(7), which the C library shows only to GNU programs.
        private struct Credentials {
            var pid: pid_t
            var uid: uid_t
            var gid: gid_t
        }
    #endif
}
