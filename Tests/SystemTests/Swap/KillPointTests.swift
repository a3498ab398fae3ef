// SPDX-License-Identifier: Apache-2.0
import Extensions
import Kernel
import Testing

extension OnThisMachine {
    @Suite("A command that is killed")
    struct KillPointTests {
        @Test("leaves one version or none, and nothing half done", arguments: KillCase.all)
        func killed(_ kill: KillCase) throws {
            try SwapGround.with { ground in
                let scene = try KillScene(ground, kill.command)
                let answer = try ground.graft(scene.words, killedAt: kill.point)
                try #require(answer.ending == .signalled(9), "\(kill.point) is not reached")
                try scene.expectRecovered(kill)
            }
        }

        @Test("is settled though its recovery is killed too", arguments: DoubleKillCase.all)
        func killedTwice(_ kill: DoubleKillCase) throws {
            try SwapGround.with { ground in
                let scene = try KillScene(ground, kill.first.command)
                let first = try ground.graft(scene.words, killedAt: kill.first.point)
                try #require(first.ending == .signalled(9))
                let second = try ground.graft(["recover"], killedAt: kill.second)
                try #require(second.ending == .signalled(9), "\(kill.second) is not reached")
                try scene.expectRecovered(kill.first)
            }
        }

        @Test("can be killed at every step that the sources name")
        func complete() throws {
            let named = try KillPointTests.points(below: SwapGround.root + "/Sources")
            #expect(!named.isEmpty)
            #expect(Set(KillCase.all.map(\.point)) == named)
        }

        /// The words of every `KillPoint.reached("...")`.
        private static func points(below path: String) throws -> Set<String> {
            var points: Set<String> = []
            for name in try Folder(path).names() {
                let inner = path + "/" + name
                if try File(inner).kind() == .folder {
                    points.formUnion(try Self.points(below: inner))
                } else if name.hasSuffix(".swift") {
                    let lines = try File(inner).text().split(separator: "\n")
                    for line in lines where line.contains("KillPoint.reached(\"") {
                        points.insert(String(line.split(separator: "\"")[1]))
                    }
                }
            }
            return points
        }
    }
}

/// A registration with its followers, ready for the command that will be killed:
/// in one namespace a default, a listener and a connection.
private struct KillScene {
    let ground: SwapGround
    let command: KillCase.Command
    let words: [String]
    /// Versions before and after; nil for none.
    private let before: Int?
    private let after: Int?
    private let followers: Followers?
    private let isPending: Bool

    private struct Followers {
        let worker: Worker
        let listener: SwapSocket
        let ends: [SwapSocket]
    }

    init(_ ground: SwapGround, _ command: KillCase.Command) throws {
        self.ground = ground
        self.command = command
        let isUpdate: Bool
        var isPending = false
        switch command {
        case .register:
            words = try ["register", ground.file("gs_first"), "--as", "gs_reno"]
            (before, after, isUpdate) = (nil, 1, false)
        case .registerUnlinked:
            words = try ["register", ground.file("gs_unlinked2")]
            (before, after, isUpdate) = (nil, 1, false)
        case .swap, .swapMigrating, .swapConfirming:
            var words = try ["swap", "gs_reno", ground.file("gs_second")]
            if command != .swap { words.append("--migrate") }
            if command == .swapConfirming { words += ["--confirm-within", "120s"] }
            self.words = words
            (before, after, isUpdate) = (1, 2, true)
        case .rollback, .rollbackMigrating, .rollbackOfUnconfirmed:
            words = ["rollback", "gs_reno"] + (command == .rollbackMigrating ? ["--migrate"] : [])
            (before, after, isUpdate) = (2, 1, true)
            isPending = command == .rollbackOfUnconfirmed
        case .unregister, .unregisterOfUnconfirmed, .unregisterUnlinked:
            words = ["unregister", "gs_reno"]
            let hasTwo = command == .unregisterOfUnconfirmed
            (before, after, isUpdate) = (hasTwo ? 2 : 1, nil, false)
            isPending = hasTwo
        }
        self.isPending = isPending
        let first =
            before == nil
            ? nil : command == .unregisterUnlinked ? "gs_unlinked2" : "gs_first"
        if let first { try ground.register(first) }
        if before == 2 {
            let confirm = isPending ? ["--confirm-within", "120s"] : []
            let swap = try ["swap", "gs_reno", ground.file("gs_second")] + confirm
            try #require(try ground.graft(swap).status == 0)
        }
        followers = isUpdate ? try KillScene.follow(ground) : nil
    }

    private static func follow(_ ground: SwapGround) throws -> Followers {
        let namespace = try ground.namespace("a")
        try Sysctl.congestionControl.write("gs_reno", in: namespace)
        let worker = try namespace.worker()
        let listener = try SwapSocket.listening(in: worker, algorithm: "gs_reno")
        let client = try SwapSocket.connected(in: worker, to: "127.0.0.1", port: listener.port())
        return Followers(
            worker: worker, listener: listener, ends: [client, try listener.accepted()])
    }

    /// After `graft recover`, and for what still waits to be confirmed, after that too.
    func expectRecovered(
        _ kill: KillCase, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let recovered = try ground.graft("recover")
        #expect(recovered.status == 0, "\(recovered.errors)", sourceLocation: sourceLocation)
        let version = kill.isDone ? after : before
        // A swap that was begun is to be confirmed; one that was undone is not.
        let waits: Bool
        switch command {
        case .swapConfirming, .rollbackOfUnconfirmed: waits = version == 2
        default: waits = false
        }
        let isForgotten =
            switch command {
            case .swapConfirming, .rollbackOfUnconfirmed: version == 1 && kill.point != "declared"
            case .unregisterOfUnconfirmed: kill.point != "before-fulfilled"
            default: false
            }
        try expectStanding(
            version, ground, isPending: waits, isForgotten: isForgotten,
            sourceLocation: sourceLocation)
        try expectListed(version, sourceLocation)
        try expectFollowed(version, sourceLocation)
        let again = try ground.graft("recover")
        #expect(again.output == "nothing was left half done\n", sourceLocation: sourceLocation)
        if waits {
            let confirmed = try ground.graft("confirm", "gs_reno")
            #expect(confirmed.status == 0, "\(confirmed.errors)", sourceLocation: sourceLocation)
            try expectStanding(2, ground, sourceLocation: sourceLocation)
        }
        guard version != nil else { return }
        let unregistered = try ground.graft("unregister", "gs_reno")
        #expect(
            unregistered.status == 0, "\(unregistered.errors)", sourceLocation: sourceLocation)
    }

    /// `graft list --json` says what the kernel says.
    private func expectListed(_ version: Int?, _ sourceLocation: SourceLocation) throws {
        let listed = try SwapListing.read(ground).filter { $0.name == "gs_reno" }
        guard let version else {
            #expect(listed == [], sourceLocation: sourceLocation)
            return
        }
        let isUnlinked = command == .registerUnlinked || command == .unregisterUnlinked
        #expect(listed.count == 1, sourceLocation: sourceLocation)
        #expect(
            listed.first?.state == (isUnlinked ? "live_without_link" : "live"),
            sourceLocation: sourceLocation)
        #expect(listed.first?.current == [version], sourceLocation: sourceLocation)
        let map = try ground.map(version)
        #expect(listed.first?.currentMap == map, sourceLocation: sourceLocation)
    }

    /// Default and listener are on the version that is live; the connection is where
    /// the command wanted it.
    private func expectFollowed(_ version: Int?, _ sourceLocation: SourceLocation) throws {
        guard let followers, let version, let before, let after else { return }
        let client = try SwapSocket.connected(
            in: followers.worker, to: "127.0.0.1", port: followers.listener.port())
        let server = try followers.listener.accepted()
        let isMigrating =
            command == .swapMigrating || command == .swapConfirming
            || command == .rollbackMigrating
        let moved = version == before || isMigrating
        let census = try ground.census()
        let live = census.sockets(onMap: try ground.map(version))
        #expect(live[.listen] == 1, sourceLocation: sourceLocation)
        #expect(live[.established] == (moved ? 4 : 2), sourceLocation: sourceLocation)
        let other = census.sockets(onMap: try otherMap(version == before ? after : before))
        #expect(other == (moved ? [:] : [.established: 2]), sourceLocation: sourceLocation)
        withExtendedLifetime((client, server)) {}
    }

    /// 0, which no map has, where that version is gone.
    private func otherMap(_ number: Int) throws -> UInt32 {
        File("\(ground.places.pins)/gs_reno/v\(number)").isThere ? try ground.map(number) : 0
    }
}
