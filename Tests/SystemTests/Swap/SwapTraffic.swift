// SPDX-License-Identifier: Apache-2.0
import Kernel
import Synchronization

/// Short connections one after another, and one long stream, between two
/// namespaces; everything that happens to them is counted.
final class SwapTraffic: Sendable {
    struct Counts: Sendable, Equatable {
        /// Connections that were opened, asked, answered and closed.
        var served = 0
        var failures: [String] = []
        /// Sockets, of either end, on another algorithm than the one asked for.
        var astray = 0
        /// Sockets whose algorithm was asked for.
        var asked = 0
    }

    let counts = Mutex(Counts())
    private let isOver = Atomic(false)
    private let sent = Atomic(0)
    private let received = Atomic(0)
    private let algorithm: String
    private let client: Worker
    private let server: Worker

    init(_ algorithm: String, from client: Worker, to server: Worker) {
        self.algorithm = algorithm
        self.client = client
        self.server = server
    }

    /// Runs the traffic while `body` does something else.
    func during(_ body: () throws -> Void) throws {
        let shortListener = try SwapSocket.listening(in: server, algorithm: algorithm)
        let longListener = try SwapSocket.listening(in: server, algorithm: algorithm)
        let (shortPort, longPort) = (try shortListener.port(), try longListener.port())
        let long = try SwapSocket.connected(
            in: client, to: "10.77.1.2", port: longPort, algorithm: algorithm)
        let longEnd = try longListener.accepted()
        let serving = try Errand { self.serve(shortListener) }
        let asking = [
            try Errand { self.ask(shortPort) },
            try Errand { self.stream(long) },
            try Errand { self.drain(longEnd) },
        ]
        let outcome = Result { try body() }
        isOver.store(true, ordering: .relaxed)
        for errand in asking { try errand.value() }
        // Nobody asks any more: the server may be sent home.
        shortListener.stop()
        try serving.value()
        note(long, longEnd)
        try outcome.get()
    }

    var streamed: (sent: Int, received: Int) {
        (sent.load(ordering: .relaxed), received.load(ordering: .relaxed))
    }

    private func ask(_ port: UInt16) {
        while !isOver.load(ordering: .relaxed) {
            counting {
                let socket = try SwapSocket.connected(
                    in: client, to: "10.77.1.2", port: port, algorithm: algorithm)
                try socket.write([UInt8](repeating: 1, count: 200))
                let answer = try socket.read(2000)
                guard answer.allSatisfy({ $0 == 2 }) else {
                    throw SwapSocket.Failure("compare the answer", 74)
                }
                note(socket)
                counts.withLock { $0.served += 1 }
            }
            // The swaps need a processor too: without this, ten times the connections
            // pass, and the swaps take five minutes.
            Duration.milliseconds(1).pause()
        }
    }

    private func serve(_ listener: SwapSocket) {
        // Ends when the listener is stopped; any other refusal the asking side sees.
        while let socket = try? listener.accepted() {
            counting {
                _ = try socket.read(200)
                try socket.write([UInt8](repeating: 2, count: 2000))
                note(socket)
            }
        }
    }

    private func stream(_ socket: SwapSocket) {
        let chunk = [UInt8](repeating: 3, count: 65536)
        counting {
            while !isOver.load(ordering: .relaxed) {
                try socket.write(chunk)
                sent.add(chunk.count, ordering: .relaxed)
                // A few hundred megabits: the processors are shared.
                Duration.milliseconds(2).pause()
            }
        }
        socket.finish()
    }

    private func drain(_ socket: SwapSocket) {
        let buffer = UnsafeMutableRawPointer.allocate(byteCount: 1 << 18, alignment: 8)
        defer { buffer.deallocate() }
        counting {
            while true {
                let count = try socket.skip(upTo: 1 << 18, buffer)
                if count == 0 { return }
                received.add(count, ordering: .relaxed)
            }
        }
    }

    private func counting(_ body: () throws -> Void) {
        do {
            try body()
        } catch {
            counts.withLock { $0.failures.append("\(error)") }
        }
    }

    private func note(_ sockets: SwapSocket...) {
        for socket in sockets {
            let isRight = (try? socket.algorithm()) == algorithm
            counts.withLock { counts in
                counts.asked += 1
                if !isRight { counts.astray += 1 }
            }
        }
    }
}
