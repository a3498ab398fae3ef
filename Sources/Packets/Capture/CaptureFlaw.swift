// SPDX-License-Identifier: Apache-2.0

/// What is wrong with a capture, and how far it could be read.
public struct CaptureFlaw: Error, Equatable, Sendable {
    public enum Kind: Equatable, Sendable {
        /// Neither pcap nor pcapng; what it seems to be, where that can be told.
        case notACapture(seeming: String?)
        /// The file ends inside this.
        case cutShort(in: String)
        /// Of an interface that is no Ethernet.
        case linkType(LinkType)
        /// A number that no writer of captures would write.
        case absurd(String)
    }

    public let kind: Kind
    /// Packets that were read before it.
    public let packetsBefore: Int

    /// What helps; nil where nothing does.
    public var hint: String? {
        switch kind {
        case .notACapture: "record one with `tcpdump -i DEVICE -w FILE`"
        case .cutShort: "let the recorder end before its file is read (`tcpdump -U` writes at once)"
        case .linkType: "record on an Ethernet device: `tcpdump -i DEVICE -w FILE`, not `-i any`"
        case .absurd: nil
        }
    }
}

extension CaptureFlaw: CustomStringConvertible {
    public var description: String {
        switch kind {
        case .notACapture(let seeming):
            return "it is neither pcap nor pcapng"
                + (seeming.map { ", but seems to be \($0)" } ?? "")
        case .cutShort(let what):
            return "it is cut short in \(what); \(before)"
        case .linkType(let type):
            return "its link type is \(type), and only Ethernet and raw IP can be read; \(before)"
        case .absurd(let what):
            return "\(what); \(before)"
        }
    }

    private var before: String {
        switch packetsBefore {
        case 0: "no packet was read before it"
        case 1: "1 packet was read before it"
        default: "\(packetsBefore) packets were read before it"
        }
    }
}
