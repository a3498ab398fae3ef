// swift-tools-version: 6.0
// graft: extensions for a running Linux kernel, swapped live and measured.
//
// The arrows of the house stand here: what a target may import is what it
// depends on, and nothing else compiles.

import PackageDescription

/// Small code starts sooner and touches fewer pages: a registration is over in
/// milliseconds, most of them the kernel's.
let lean: [SwiftSetting] = [
    .unsafeFlags(["-Osize", "-Xfrontend", "-function-sections"], .when(configuration: .release))
]

/// Optimised in a debug build too: hundreds of thousands of experiments in tests, and a kernel's
/// type information read by a translated machine in the lab.
let brisk: [SwiftSetting] = lean + [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// What counts millions of samples is better fast than small.
let fast: [SwiftSetting] = [
    .unsafeFlags(["-Xfrontend", "-function-sections"], .when(configuration: .release))
]

///
/// What runs lies on half a thousand pages. Laid side by side by the order file
/// (bench/startup.order; bench/README.md says how it is made) they are two
/// megabytes in memory, and four where they fall.
let linker = [
    "--strip-all", "--gc-sections", "--icf=all",
    "--symbol-ordering-file=\(Context.packageDirectory)/bench/startup.order",
    "--no-warn-symbol-ordering",
]

let package = Package(
    name: "graft",
    targets: [
        // Values that know nothing of Linux.
        .target(name: "JSON", swiftSettings: lean),
        .target(name: "Spelling", swiftSettings: lean),
        .target(name: "Arguments", dependencies: ["Spelling"], swiftSettings: lean),
        .target(
            name: "Digests",
            swiftSettings: fast + [.unsafeFlags(["-O"], .when(configuration: .debug))]),
        .target(name: "Draws", swiftSettings: lean),
        .target(name: "Packets", dependencies: ["Draws", "Spelling"], swiftSettings: lean),

        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .target(name: "YAML", dependencies: ["CYAML"], swiftSettings: lean),
        .target(name: "Statistics", dependencies: ["Draws"], swiftSettings: brisk),
        .target(
            name: "Experiments", dependencies: ["Draws", "Spelling", "Statistics", "YAML"],
            swiftSettings: lean),
        .target(
            name: "Reports", dependencies: ["Experiments", "JSON", "Statistics"],
            swiftSettings: lean),

        // What experiments leave: one SQLite file.
        .systemLibrary(
            name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .target(
            name: "Results", dependencies: ["CSQLite", "Digests", "Experiments", "JSON"],
            swiftSettings: fast),

        // The kernel, owned.
        .target(
            name: "CKernel",
            linkerSettings: [
                .linkedLibrary("bpf"), .linkedLibrary("elf"),
                .linkedLibrary("z"), .linkedLibrary("zstd"),
            ]
        ),
        .target(name: "Kernel", dependencies: ["CKernel", "Digests"], swiftSettings: brisk),

        // Another kernel over this machine's files.
        .target(name: "KernelLab", dependencies: ["Kernel"], swiftSettings: lean),

        // What an extension is.
        .target(
            name: "Extensions", dependencies: ["Kernel", "JSON", "Packets", "Spelling"],
            swiftSettings: lean),

        // Delay, jitter and loss where the kernel has no netem.
        .target(name: "Relay", dependencies: ["Draws", "JSON", "Kernel"], swiftSettings: lean),

        // A network to order, and what runs over it.
        .target(
            name: "Testbed",
            dependencies: [
                "Draws", "Experiments", "Extensions", "JSON", "Kernel", "KernelLab", "Relay",
                "Results", "Statistics",
            ],
            swiftSettings: lean),

        // Words in, words out.
        .executableTarget(
            name: "graft",
            dependencies: [
                "Arguments", "Digests", "Draws", "Experiments", "Extensions", "JSON", "Kernel",
                "KernelLab", "Packets", "Relay", "Reports", "Results", "Spelling", "Statistics",
                "Testbed",
                "YAML",
            ],
            swiftSettings: lean,
            linkerSettings: [
                // One file to copy to a host, and a start in 3 ms instead of 6.
                // `-static` goes round Swift's own `-static-executable`, which on
                // Debian names archives that are not shipped.
                .unsafeFlags(
                    [
                        "-static-stdlib", "-Xclang-linker", "-static",
                        "-Xclang-linker", "-Wno-unused-command-line-argument", "-use-ld=lld",
                    ] + linker.flatMap { ["-Xlinker", $0] },
                    .when(configuration: .release))
            ]
        ),

        // What several of the tests need.
        .target(name: "Thrown", path: "Tests/Thrown"),

        .testTarget(name: "ArgumentsTests", dependencies: ["Arguments"]),
        .testTarget(name: "SpellingTests", dependencies: ["Spelling"]),
        .testTarget(name: "JSONTests", dependencies: ["JSON"]),
        .testTarget(name: "PacketsTests", dependencies: ["Packets", "Spelling"]),
        .testTarget(name: "YAMLTests", dependencies: ["Thrown", "YAML"]),
        .testTarget(name: "StatisticsTests", dependencies: ["Draws", "Statistics"]),
        .testTarget(
            name: "ResultsTests",
            dependencies: ["CSQLite", "Experiments", "JSON", "Results", "Thrown"]),
        .testTarget(
            name: "ExperimentsTests",
            dependencies: ["Draws", "Experiments", "Spelling", "Statistics", "Thrown", "YAML"]),
        .testTarget(
            name: "ReportsTests",
            dependencies: ["Draws", "Experiments", "JSON", "Reports", "Statistics"]),
        .testTarget(name: "KernelTests", dependencies: ["Kernel"]),
        .testTarget(name: "KernelLabTests", dependencies: ["KernelLab"]),
        .testTarget(name: "ExtensionsTests", dependencies: ["Extensions", "Spelling"]),
        .testTarget(name: "RelayTests", dependencies: ["JSON", "Relay"]),
        .testTarget(name: "TestbedTests", dependencies: ["Testbed"]),
        .testTarget(
            name: "SystemTests",
            dependencies: [
                "Draws", "Experiments", "Extensions", "JSON", "Kernel", "KernelLab", "Packets",
                "Relay", "Results", "Testbed", "Thrown",
            ]),
    ],
    swiftLanguageModes: [.v6]
)
