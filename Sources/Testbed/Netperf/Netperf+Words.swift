// SPDX-License-Identifier: Apache-2.0
import Experiments
import Kernel

extension Netperf {
    /// What a flow's netperf is asked to say at its end.
    static let selectors = [
        "THROUGHPUT", "THROUGHPUT_UNITS", "ELAPSED_TIME", "TRANSACTION_RATE", "MIN_LATENCY",
        "MEAN_LATENCY", "P50_LATENCY", "P90_LATENCY", "P99_LATENCY", "MAX_LATENCY",
        "STDDEV_LATENCY", "LOCAL_CONG_CONTROL", "REMOTE_CONG_CONTROL", "LOCAL_TRANSPORT_RETRANS",
        "REMOTE_TRANSPORT_RETRANS", "LOCAL_BYTES_SENT", "LOCAL_BYTES_RECVD", "REMOTE_BYTES_SENT",
        "REMOTE_BYTES_RECVD", "REMOTE_RECV_THROUGHPUT", "LOCAL_SEND_THROUGHPUT", "TRANSPORT_MSS",
        "LOCAL_SEND_SIZE", "REMOTE_RECV_SIZE", "REQUEST_SIZE", "RESPONSE_SIZE", "LSS_SIZE_END",
        "RSR_SIZE_END",
    ]

    /// The command that runs a flow against the server at `address`.
    ///
    /// To netperf a length below zero is one in bytes.
    func words(_ flow: Flow, to address: IPAddress, algorithm: String?, path: Path) -> [String] {
        let part = flow.part
        var words = [
            client, address.isV4 ? "-4" : "-6", "-H", "\(address)", "-p", "\(flow.controlPort)",
            "-t", part.test.rawValue, "-l", part.bytes.map { "-\($0)" } ?? "\(flow.seconds)",
        ]
        if part.clientProcessor != nil || part.serverProcessor != nil {
            let ends = [part.clientProcessor, part.serverProcessor].map {
                $0.map(String.init) ?? ""
            }
            words += ["-T", ends.joined(separator: ",")]
        }
        if let interval = part.interval, tellsInterim {
            words += ["-D", Netperf.decimal(interval.inSeconds)]
        }
        if part.test == .tcpSendfile {
            // Not an omni test: it knows no selectors, and takes no algorithm.
            return words + ["-P", "0", "-F", Netperf.fileToSend, "--"] + bulk(flow, path)
                + ["-P", "0,\(flow.port)"]
        }
        // With -j it keeps every latency, and tells percentiles.
        // Datagram sockets are not connected: their own port is all that tells them apart.
        let own = part.test == .udpRR ? flow.port : 0
        words += [
            "-j", "--", "-P", "\(own),\(flow.port)", "-k", Netperf.selectors.joined(separator: ","),
        ]
        if let algorithm, part.test.isTCP { words += ["-K", algorithm] }
        if part.test.isRequestResponse {
            return words + ["-r", "\(part.requestBytes),\(part.responseBytes)"]
        }
        return words + bulk(flow, path)
    }

    private func bulk(_ flow: Flow, _ path: Path) -> [String] {
        switch flow.part.test {
        case .udpStream:
            // -R 1: it leaves out routers otherwise. Its messages fit into a packet.
            let headers = path.family == .v4 ? 28 : 48
            let bytes = flow.part.messageBytes ?? (path.mtu - headers)
            return ["-R", "1", "-m", "\(bytes)"]
        // Its sender is the other end.
        case .tcpMaerts: return flow.part.handedOver.map { ["-m", ",\($0)"] } ?? []
        default: return flow.part.handedOver.map { ["-m", "\($0)"] } ?? []
        }
    }

    /// Any file of some size that is in memory: our own program.
    private static var fileToSend: String { Executable.own ?? "/bin/sh" }

    static func decimal(_ seconds: Double) -> String {
        let thousandths = Int((seconds * 1000).rounded())
        let fraction = String(String(thousandths % 1000 + 1000).dropFirst())
        return "\(thousandths / 1000).\(fraction)"
    }
}

extension Load.Part {
    /// Bytes handed over at once.
    ///
    /// netperf hands over whole messages only. So what ends by bytes is cut into equal ones,
    /// and what is sent is more than what was asked for by a byte for each at most.
    fileprivate var handedOver: Int? {
        if let messageBytes { return messageBytes }
        guard let bytes else { return nil }
        let count = (bytes + 16_383) / 16_384
        return (bytes + count - 1) / count
    }
}
