// SPDX-License-Identifier: Apache-2.0

/// The headers of a packet, from the outermost inwards.
///
/// It goes on as long as a header says unmistakably where the next one begins:
/// behind an IPv4 header length under 5, behind a later fragment, and where the
/// bytes end, there is none. Every header but the first lies further on than
/// the one before it, so it comes to an end on any bytes.
public struct Layers: Sequence, IteratorProtocol {
    private let bytes: UnsafeRawBufferPointer
    private var upcoming: Layer?

    /// The bytes must outlive it.
    public init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        upcoming = Layer(kind: .frame, offset: 0)
    }

    public mutating func next() -> Layer? {
        guard let layer = upcoming else { return nil }
        upcoming = follower(of: layer)
        return layer
    }

    private func follower(of layer: Layer) -> Layer? {
        let at = layer.offset
        switch layer.kind {
        case .frame: return self.layer(.ethernet, at)
        case .ethernet: return announced(at + 12, etherTypeOf: at + 14)
        case .vlan: return announced(at + 2, etherTypeOf: at + 4)
        case .mpls: return behindLabel(at)
        case .ip: return behindIPv4(at)
        case .ipv6: return announced(at + 6, protocolOf: at + 40, behindV6: true)
        case .hopByHop, .routing, .destination, .mobility:
            return behindExtension(at, unit: 8, extra: 1)
        case .authentication: return behindExtension(at, unit: 4, extra: 2)
        case .fragment:
            guard number(at + 2, 13) == 0 else { return nil }
            return announced(at, protocolOf: at + 8, behindV6: true)
        case .gre: return behindGRE(at)
        case .arp, .tcp, .udp, .sctp, .icmp, .icmpv6: return nil
        }
    }

    private func layer(_ kind: Layer.Kind?, _ offset: Int) -> Layer? {
        guard let kind, offset < bytes.count else { return nil }
        return Layer(kind: kind, offset: offset)
    }

    private func announced(_ place: Int, etherTypeOf next: Int) -> Layer? {
        number(place, 16).flatMap { layer(Layer.Kind(etherType: $0), next) }
    }

    private func announced(_ place: Int, protocolOf next: Int, behindV6: Bool) -> Layer? {
        number(place, 8).flatMap {
            layer(Layer.Kind(ipProtocol: $0, behindV6: behindV6), next)
        }
    }

    /// The last label does not say what comes; the first half byte does, by custom.
    private func behindLabel(_ at: Int) -> Layer? {
        guard let isLast = bytes.bits(at * 8 + 23, 1) else { return nil }
        if isLast == 0 { return layer(.mpls, at + 4) }
        switch number(at + 4, 4) {
        case 4: return layer(.ip, at + 4)
        case 6: return layer(.ipv6, at + 4)
        default: return nil
        }
    }

    private func behindIPv4(_ at: Int) -> Layer? {
        guard let words = bytes.bits(at * 8 + 4, 4), words >= 5,
            bytes.bits((at + 6) * 8 + 3, 13) == 0
        else { return nil }
        return announced(at + 9, protocolOf: at + Int(words) * 4, behindV6: false)
    }

    private func behindExtension(_ at: Int, unit: Int, extra: Int) -> Layer? {
        guard let length = number(at + 1, 8) else { return nil }
        return announced(at, protocolOf: at + (Int(length) + extra) * unit, behindV6: true)
    }

    /// Of version 0 without source routes, as RFC 2784 and RFC 2890 know it.
    private func behindGRE(_ at: Int) -> Layer? {
        guard let flags = number(at, 16), flags & 0x4007 == 0 else { return nil }
        let optional = [0x8000, 0x2000, 0x1000].count { flags & $0 != 0 }
        return announced(at + 2, etherTypeOf: at + 4 + 4 * optional)
    }

    /// `width` bits from the beginning of the byte at `offset`.
    private func number(_ offset: Int, _ width: Int) -> UInt64? {
        bytes.bits(offset * 8, width)
    }
}

extension UnsafeRawBufferPointer {
    /// The number in `width` bits from bit `start` on, the highest first; nil where
    /// one of them lies outside. At most 57 bits, or 64 that begin with a byte.
    func bits(_ start: Int, _ width: Int) -> UInt64? {
        let first = start / 8
        let last = (start + width - 1) / 8
        guard start >= 0, last < count else { return nil }
        var number: UInt64 = 0
        for index in first...last { number = number << 8 | UInt64(self[index]) }
        number >>= UInt64(last * 8 + 7 - (start + width - 1))
        return width == 64 ? number : number & (1 << UInt64(width) - 1)
    }
}
