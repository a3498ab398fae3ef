// SPDX-License-Identifier: Apache-2.0
/// A test of netperf's, by its own name.
public enum NetperfTest: String, CaseIterable, Sendable {
    case tcpStream = "TCP_STREAM"
    case tcpMaerts = "TCP_MAERTS"
    case tcpSendfile = "TCP_SENDFILE"
    case tcpRR = "TCP_RR"
    case tcpCRR = "TCP_CRR"
    case udpRR = "UDP_RR"
    case udpStream = "UDP_STREAM"

    public var isTCP: Bool { self != .udpRR && self != .udpStream }
    /// Whether it asks and waits for an answer; else it sends what it can.
    public var isRequestResponse: Bool { [.tcpRR, .tcpCRR, .udpRR].contains(self) }
    /// Whether the server's end sends the data.
    public var isFromServer: Bool { self == .tcpMaerts }
    public var isBulkTCP: Bool { isTCP && !isRequestResponse }
}
