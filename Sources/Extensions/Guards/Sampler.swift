// SPDX-License-Identifier: Apache-2.0
import Kernel

/// Looks at the sockets of one congestion control, in every network namespace.
///
/// The namespaces are looked up anew every two seconds: a look must be cheap.
struct Sampler {
    private let name: String
    private let samples: Loaded
    private var workers: [Worker] = []
    private var lookedUp: Instant?

    init(_ name: String, _ samples: Loaded) throws(Refusal) {
        self.name = name
        self.samples = samples
        var bytes = Array(name.utf8.prefix(15))
        bytes += [UInt8](repeating: 0, count: 16 - bytes.count)
        try refusing("watch the sockets of \(name)") { () throws(KernelError) in
            try samples.write(["wanted_name": bytes])
        }
    }

    /// Every socket of that name that carries data, by the address of its operations.
    mutating func look() throws(Refusal) -> [UInt64: [SocketSample]] {
        try lookUpNamespaces()
        guard let program = samples.programs["sample"] else {
            preconditionFailure("the instrument samples has no sample")
        }
        return try refusing("watch the sockets of \(name)") { () throws(KernelError) in
            var found: [UInt64: [SocketSample]] = [:]
            for worker in workers {
                let output = try worker.run { () throws(KernelError) in try program.iterate() }
                let now = Instant.now
                for at in stride(from: 0, to: output.count - Entry.size + 1, by: Entry.size) {
                    let (operations, sample) = Entry.read(output, at: at, now)
                    found[operations, default: []].append(sample)
                }
            }
            return found
        }
    }

    private mutating func lookUpNamespaces() throws(Refusal) {
        if let lookedUp, Instant.now.since(lookedUp) < .seconds(2) { return }
        workers = try refusing("go through the network namespaces") { () throws(KernelError) in
            var workers: [Worker] = []
            for sighting in try NetworkNamespace.enumerate().found {
                do throws(KernelError) {
                    workers.append(try NetworkNamespace(sighting).worker())
                } catch  where error.isForLackOfIt {
                    continue  // it ended while we looked
                }
            }
            return workers
        }
        lookedUp = .now
    }
}

/// `struct socket_sample`, as the instrument writes it.
private enum Entry {
    static let size = 112

    static func read(_ bytes: [UInt8], at start: Int, _ now: Instant) -> (UInt64, SocketSample) {
        func wide(_ index: Int) -> UInt64 { bytes.number(at: start + index * 8, size: 8) }
        func word(_ index: Int) -> UInt32 {
            UInt32(bytes.number(at: start + 56 + index * 4, size: 4))
        }
        var sample = SocketSample(cookie: wide(0), at: now)
        sample.bytesAcked = wide(2)
        sample.bytesSent = wide(3)
        sample.bytesRetransmitted = wide(4)
        sample.bytesReceived = wide(5)
        sample.pacingRate = wide(6)
        sample.srttMicroseconds = word(0)
        sample.minRttMicroseconds = word(1)
        sample.cwnd = word(2)
        sample.ssthresh = word(3)
        sample.segmentsOut = word(4)
        sample.dataSegmentsOut = word(5)
        sample.totalRetransmits = word(6)
        sample.delivered = word(7)
        sample.deliveredCE = word(8)
        sample.state = SocketSample.State(rawValue: UInt8(truncatingIfNeeded: word(9))) ?? .closed
        let (segments, interval, size) = (UInt64(word(10)), UInt64(word(11)), UInt64(word(12)))
        sample.deliveryRate = interval == 0 ? 0 : segments * size * 1_000_000 / interval
        return (wide(1), sample)
    }
}
