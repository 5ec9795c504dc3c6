// swift-tools-version:6.2
import PackageDescription

// Rooms are targets, and a room imports only rooms on lower floors: docs/architecture.md
// says what each one knows. Every dependency is pinned to one version.
let package = Package(
    name: "ccmux",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "ccmux", targets: ["ccmux"]),
        .executable(name: "ccmuxd", targets: ["ccmuxd"]),
        .executable(name: "ccmux-launcher", targets: ["launcher"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
        .package(url: "https://github.com/LebJe/TOMLKit", exact: "0.6.0"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0", traits: []),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2", traits: []),
    ],
    targets: [
        // Floor 0
        .target(name: "CPlatform"),
        .target(name: "Model"),
        .target(
            name: "Tmux",
            dependencies: [
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]),
        .target(name: "Platform", dependencies: ["CPlatform", "Model"]),

        // Floor 1
        .target(
            name: "Store",
            dependencies: [
                "Model", "Platform",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .target(
            name: "Config",
            dependencies: ["Model", "Platform", .product(name: "TOMLKit", package: "TOMLKit")]),
        .target(name: "Transcripts", dependencies: ["CPlatform", "Model", "Platform"]),
        .target(
            name: "Worktrees",
            dependencies: [
                "Model", "Platform",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]),
        .target(
            name: "Updates",
            dependencies: [
                "Model", "Platform",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]),
        .target(name: "Runner", dependencies: ["CPlatform", "Model", "Platform"]),
        .target(name: "DemoAgent", dependencies: ["Model"]),
        .target(name: "Status", dependencies: ["Model"]),
        .target(name: "Delivery", dependencies: ["Model"]),
        .target(name: "Answers", dependencies: ["Model"]),
        .target(name: "Watchdog", dependencies: ["Model"]),

        // Floor 2
        .target(
            name: "Library",
            dependencies: [
                "Model", "Platform", "Transcripts",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        .target(
            name: "Agents",
            dependencies: [
                "Model", "Platform", "Runner", "Config", "Status", "Delivery", "Answers", "Transcripts",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]),

        // Floor 3
        .target(
            name: "Fleet",
            dependencies: [
                "Model", "Platform", "Tmux", "Store", "Runner", "Status", "Delivery", "Answers", "Watchdog",
                "Transcripts",
                "Worktrees", "Library", "Agents",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]),

        // Floor 4
        .target(
            name: "API",
            dependencies: [
                "Model", "Platform", "Transcripts", "Library", "Fleet",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        .target(name: "Client", dependencies: ["CPlatform", "Model", "Platform"]),

        // Floor 5
        .target(
            name: "Daemon",
            dependencies: [
                "Model", "Platform", "Tmux", "Store", "Config", "Status", "Library", "Agents", "Fleet", "API", "Client",
                "Updates",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),

        // Floor 6
        .target(
            name: "Commands",
            dependencies: [
                "Model", "Platform", "Transcripts", "Client",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .executableTarget(name: "ccmux", dependencies: ["Commands", "DemoAgent", "Platform", "Runner"]),
        .executableTarget(name: "ccmuxd", dependencies: ["Daemon", "Platform"]),
        // Plain C: it must start where nothing else does.
        .executableTarget(
            name: "launcher", cSettings: [.define("CCMUX_FAULTS", .when(configuration: .debug))]),

        // Tests mirror the rooms; EndToEndTests drives the built programs.
        .target(name: "TestSupport", path: "Tests/Support"),
        .testTarget(name: "ModelTests", dependencies: ["Model"]),
        .testTarget(name: "PlatformTests", dependencies: ["Model", "Platform", "TestSupport"]),
        .testTarget(name: "TmuxTests", dependencies: ["Tmux", .product(name: "Logging", package: "swift-log")]),
        .testTarget(
            name: "StoreTests",
            dependencies: ["Model", "Platform", "Store", .product(name: "GRDB", package: "GRDB.swift")]),
        .testTarget(name: "ConfigTests", dependencies: ["Config", "Model", "Platform"]),
        .testTarget(name: "RunnerTests", dependencies: ["Model", "Platform", "Runner", "TestSupport", "ccmux"]),
        .testTarget(name: "DemoAgentTests", dependencies: ["DemoAgent", "Model", "ccmux"]),
        .testTarget(name: "StatusTests", dependencies: ["Model", "Status", "TestSupport"]),
        .testTarget(name: "DeliveryTests", dependencies: ["Delivery", "Model"]),
        .testTarget(name: "AnswersTests", dependencies: ["Answers", "Model"]),
        .testTarget(name: "WatchdogTests", dependencies: ["Model", "Watchdog"]),
        .testTarget(
            name: "TranscriptsTests", dependencies: ["Model", "Platform", "TestSupport", "Transcripts"],
            exclude: ["Records"]),
        .testTarget(name: "WorktreesTests", dependencies: ["Model", "Platform", "Worktrees"]),
        .testTarget(
            name: "LibraryTests",
            dependencies: [
                "Library", "Model", "Platform", "TestSupport", "Transcripts",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        .testTarget(
            name: "AgentsTests",
            dependencies: [
                "Agents", "Answers", "Config", "Delivery", "Model", "Platform", "Runner", "Status", "TestSupport",
                "Transcripts",
            ],
            exclude: ["Captures", "PromptRecords"]),
        .testTarget(
            name: "FleetTests",
            dependencies: [
                "Agents", "Answers", "Delivery", "Fleet", "Model", "Platform", "Runner", "Status", "Store", "Tmux",
                "Transcripts", "Watchdog", "Worktrees",
            ]),
        .testTarget(name: "ClientTests", dependencies: ["Client", "Model", "Platform"]),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "Client", "Commands", "Model", "Platform",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .testTarget(
            name: "UpdatesTests",
            dependencies: [
                "Model", "Platform", "Updates",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]),
        .testTarget(name: "APITests", dependencies: ["API", "Model"]),
        .testTarget(name: "EndToEndTests", dependencies: ["Client", "Model", "Platform", "ccmux", "ccmuxd"]),
    ]
)

for target in package.targets {
    target.swiftSettings = [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
    ]
}
