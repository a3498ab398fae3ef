// SPDX-License-Identifier: Apache-2.0
import Packets
import Testing

@Suite("A capture")
struct CaptureTests {
    @Test(
        "in pcap is read in both byte orders and both resolutions",
        arguments: [false, true], [UInt32(0xa1b2_c3d4), 0xa1b2_3c4d])
    func pcap(bigEndian: Bool, magic: UInt32) {
        let read = Read(
            Made.pcap([Made.tcp, Made.udp6], magic: magic, bigEndian: bigEndian))
        #expect(read.flaw == nil)
        #expect(read.packets.map(\.bytes) == [Made.tcp, Made.udp6])
        #expect(read.packets.map(\.number) == [1, 2])
        let tick: Int64 = magic == 0xa1b2_c3d4 ? 1000 : 1
        #expect(
            read.packets.map(\.time) == [1_000_000_000 + 250 * tick, 2_000_000_000 + 500 * tick])
    }

    @Test("in pcapng is read in both byte orders, with the time of its interface")
    func pcapng() {
        for bigEndian in [false, true] {
            let order = Made.Order(bigEndian: bigEndian)
            let bytes =
                order.section + order.interface() + order.interface(resolution: 9)
                + order.interface(resolution: 0x8a) + order.packet(Made.tcp, ticks: 5_000_001)
                + order.packet(Made.tcp, interface: 1, ticks: 5_000_000_001)
                + order.packet(Made.tcp, interface: 2, ticks: 5 * 1024 + 512)
            let read = Read(bytes)
            #expect(read.flaw == nil)
            #expect(read.packets.map(\.bytes) == [Made.tcp, Made.tcp, Made.tcp])
            #expect(
                read.packets.map(\.time) == [5_000_001_000, 5_000_000_001, 5_500_000_000])
        }
    }

    @Test("of several sections forgets the interfaces of the one before, and its byte order")
    func sections() {
        let little = Made.Order(bigEndian: false)
        let big = Made.Order(bigEndian: true)
        let bytes =
            little.section + little.interface() + little.packet(Made.tcp) + big.section
            + big.interface() + big.packet(Made.udp6)
        #expect(Read(bytes).packets.map(\.bytes) == [Made.tcp, Made.udp6])
        let none = Read(little.section + little.interface() + big.section + big.packet(Made.tcp))
        #expect(
            none.flaw?.description
                == "the block at byte 76 came in by interface 0, which is not described; "
                + "no packet was read before it")
    }

    @Test("passes over blocks that it does not know, and reads simple packets to the snap length")
    func simplePackets() {
        let order = Made.Order(bigEndian: false)
        let cut = Array(Made.tcp.prefix(20))
        let bytes =
            order.section + order.interface(snapLength: 20) + order.block(4, [1, 2, 3])
            + order.simple(cut, wireLength: 60)
        let read = Read(bytes)
        #expect(read.flaw == nil)
        #expect(read.packets.map(\.bytes) == [cut])
        #expect(read.packets.first?.wireLength == 60)
        #expect(read.packets.first?.isCut == true)
        #expect(read.packets.first?.time == nil)
    }

    @Test("of raw IP gets an Ethernet header in front, by the version of each packet")
    func rawIP() {
        let read = Read(
            Made.pcap(
                [Array(Made.tcp.dropFirst(14)), Array(Made.udp6.dropFirst(14))], linkType: 101))
        #expect(read.packets.map { Array($0.bytes[12..<14]) } == [[0x08, 0x00], [0x86, 0xdd]])
        #expect(
            read.packets.map { $0.bytes.dropFirst(14) } == [
                Made.tcp.dropFirst(14), Made.udp6.dropFirst(14),
            ])
        #expect(read.packets.map(\.isCut) == [false, false])
    }

    @Test("with a time that no clock has shown has none")
    func absurdTime() {
        let order = Made.Order(bigEndian: false)
        let bytes =
            order.section + order.interface(resolution: 0)
            + order.packet(Made.tcp, ticks: .max) + order.packet(Made.tcp, ticks: 5)
        #expect(Read(bytes).packets.map(\.time) == [nil, 5_000_000_000])
    }

    @Test("that was written is read as it was")
    func written() {
        var writer = CaptureWriter()
        let packets = [
            Packet(number: 1, time: 1_700_000_000_123_456_789, bytes: Made.tcp),
            Packet(number: 2, time: 1_700_000_001_000_000_000, bytes: Made.udp6, wireLength: 9000),
        ]
        for packet in packets { writer.add(packet) }
        #expect(Read(writer.bytes).packets == packets)
    }

    @Test("cut at any byte gives what was whole, and says where it ends")
    func cutAnywhere() {
        let order = Made.Order(bigEndian: false)
        let files = [
            Made.pcap([Made.tcp, Made.udp6]),
            order.section + order.interface(resolution: 6) + order.packet(Made.tcp)
                + order.packet(Made.udp6),
        ]
        for file in files {
            let whole = Read(file).packets
            for length in 4..<file.count {
                let read = Read(Array(file.prefix(length)))
                #expect(read.packets == Array(whole.prefix(read.packets.count)))
                guard let flaw = read.flaw else { continue }
                #expect(flaw.packetsBefore == read.packets.count)
                guard case .cutShort = flaw.kind else {
                    Issue.record("cut to \(length) bytes it was refused as \(flaw)")
                    return
                }
            }
        }
    }

    @Test("cut short in a packet names the packet, and what was read before")
    func cutShort() {
        let read = Read(Made.pcap([Made.tcp, Made.udp6]).dropLast(3))
        #expect(read.packets.count == 1)
        #expect(
            read.flaw?.description
                == "it is cut short in packet 2; 1 packet was read before it")
    }

    @Test("of another link type is refused by its name")
    func linkTypes() {
        #expect(
            Read(Made.pcap([Made.tcp], linkType: 276)).flaw?.description
                == "its link type is Linux cooked, version 2 (276), and only Ethernet and raw IP "
                + "can be read; no packet was read before it")
        #expect(
            Read(Made.pcap([Made.tcp], linkType: 999)).flaw?.description.contains("number 999")
                == true)
        let order = Made.Order(bigEndian: true)
        let mixed = Read(
            order.section + order.interface() + order.interface(linkType: 113)
                + order.packet(Made.tcp) + order.packet(Made.tcp, interface: 1))
        #expect(mixed.packets.count == 1)
        #expect(mixed.flaw?.kind == .linkType(LinkType(rawValue: 113)))
    }

    @Test("of absurd lengths is refused, and nothing is allocated for them")
    func absurd() {
        var pcap = Made.pcap([Made.tcp])
        pcap.replaceSubrange(32..<36, with: [0xff, 0xff, 0xff, 0x7f])
        #expect(
            Read(pcap).flaw?.description
                == "packet 1 claims 2147483647 bytes; no packet was read before it")
        let order = Made.Order(bigEndian: false)
        var block = order.packet(Made.tcp)
        block.replaceSubrange(20..<24, with: order.four(100_000))
        #expect(
            Read(order.section + order.interface() + block).flaw?.description
                == "the block at byte 48 claims 100000 bytes, and its block has 72; "
                + "no packet was read before it")
        var odd = order.packet(Made.tcp)
        odd[4] += 1
        #expect(Read(order.section + order.interface() + odd).flaw?.packetsBefore == 0)
    }

    @Test("that is none is refused with what it seems to be")
    func none() {
        #expect(
            Read([]).flaw?.description == "it is neither pcap nor pcapng, but seems to be empty")
        #expect(
            Read([0x1f, 0x8b, 8, 0, 0, 0]).flaw?.description
                == "it is neither pcap nor pcapng, but seems to be packed with gzip")
        #expect(Read(Array("hello world".utf8)).flaw?.kind == .notACapture(seeming: nil))
    }

    @Test("of random bytes behind a good beginning is read or refused, never more")
    func randomBytes() {
        var random = SystemRandomNumberGenerator()
        let order = Made.Order(bigEndian: false)
        let beginnings = [Made.pcap([]), order.section + order.interface()]
        for round in 0..<2000 {
            let bytes = (0..<200).map { _ in
                UInt8.random(in: 0...(round % 2 == 0 ? 255 : 8), using: &random)
            }
            let read = Read(beginnings[round % 2] + bytes)
            #expect(read.packets.allSatisfy { $0.bytes.count <= 200 })
        }
    }
}
