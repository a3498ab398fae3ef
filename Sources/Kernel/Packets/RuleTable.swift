// SPDX-License-Identifier: Apache-2.0
/// A table of nf_tables with one chain, where packets come in, as messages that make it.
struct RuleTable {
    let name: String

    private static let chain = "incoming"

    private enum Request {
        static let newTable: UInt16 = 0
        static let newChain: UInt16 = 3
        static let newRule: UInt16 = 6
    }

    /// The messages for a rule that hands what comes in by `device` to `target`.
    func messages(
        from device: String, to target: (inout Expressions) -> Void
    ) -> [NetlinkMessage] {
        [
            table, chain,
            rule { list in
                list.device(is: device)
                list.seeksNeighbours()
                list.accept()
            },
            rule { list in
                list.device(is: device)
                target(&list)
            },
        ]
    }

    private var table: NetlinkMessage {
        let ownedBySocket: UInt32 = 2
        var message = message(Request.newTable, NetlinkMessage.Flag.exclusive)
        message.attribute(1, text: name)
        message.attribute(2, big: ownedBySocket)
        return message
    }

    private var chain: NetlinkMessage {
        let beforeTracking: Int32 = -300
        let incoming: UInt32 = 0
        let accept: UInt32 = 1
        var message = message(Request.newChain, NetlinkMessage.Flag.exclusive)
        message.attribute(1, text: name)
        message.attribute(3, text: RuleTable.chain)
        message.nest(4) { hook in
            hook.attribute(1, big: incoming)
            hook.attribute(2, big: beforeTracking)
        }
        message.attribute(5, big: accept)
        message.attribute(7, text: "filter")
        return message
    }

    private func rule(_ body: (inout Expressions) -> Void) -> NetlinkMessage {
        let append: UInt16 = 0x800
        var message = message(Request.newRule, append)
        message.attribute(1, text: name)
        message.attribute(2, text: RuleTable.chain)
        message.nest(4) { list in
            var expressions = Expressions(message: list)
            body(&expressions)
            list = expressions.message
        }
        return message
    }

    private func message(_ request: UInt16, _ how: UInt16) -> NetlinkMessage {
        NetlinkMessage(
            Netfilter.tables, request, flags: NetlinkMessage.Flag.create | how,
            family: Netfilter.bothVersions, resource: 0)
    }
}

extension RuleTable {
    /// What a rule asks and does, in turn. Values pass through register 1.
    struct Expressions {
        fileprivate(set) var message: NetlinkMessage

        private enum Comparison: UInt32 {
            case equal = 0
            case atMost = 3
            case atLeast = 5
        }

        mutating func device(is name: String) {
            meta(6)
            // The kernel compares all 16 bytes of a device's name.
            compare(
                .equal, Array(name.utf8) + repeatElement(0, count: max(0, 16 - name.utf8.count)))
        }

        /// ICMPv6 of the types 133 to 137 (RFC 4861).
        mutating func seeksNeighbours() {
            meta(16)
            compare(.equal, [58])
            add("payload") { load in
                let transportHeader: UInt32 = 2
                load.attribute(1, big: UInt32(1))
                load.attribute(2, big: transportHeader)
                load.attribute(3, big: UInt32(0))
                load.attribute(4, big: UInt32(1))
            }
            compare(.atLeast, [133])
            compare(.atMost, [137])
        }

        mutating func accept() {
            add("immediate") { value in
                let verdict: UInt32 = 0
                value.attribute(1, big: verdict)
                value.nest(2) { $0.nest(2) { $0.attribute(1, big: UInt32(1)) } }
            }
        }

        mutating func queue(_ number: UInt16) {
            add("queue") { queue in
                queue.attribute(1, big: number)
                queue.attribute(2, big: UInt16(1))
                queue.attribute(3, big: Expressions.bypass)
            }
        }

        /// The same by the target `NFQUEUE` of iptables: its `struct xt_NFQ_info_v3`.
        mutating func queueTarget(_ number: UInt16) {
            add("target") { target in
                target.attribute(1, text: "NFQUEUE")
                target.attribute(2, big: UInt32(3))
                target.nest(3) { options in
                    options.add(number)
                    options.add(UInt16(1))
                    options.add(Expressions.bypass)
                    options.add(UInt16(0))
                }
            }
        }

        /// Let packets pass when nobody serves the queue.
        private static let bypass: UInt16 = 1

        private mutating func meta(_ key: UInt32) {
            add("meta") { load in
                load.attribute(1, big: UInt32(1))
                load.attribute(2, big: key)
            }
        }

        private mutating func compare(_ how: Comparison, _ value: [UInt8]) {
            add("cmp") { comparison in
                comparison.attribute(1, big: UInt32(1))
                comparison.attribute(2, big: how.rawValue)
                comparison.nest(3) { $0.attribute(1, value) }
            }
        }

        private mutating func add(_ name: String, _ body: (inout NetlinkMessage) -> Void) {
            message.nest(1) { element in
                element.attribute(1, text: name)
                element.nest(2, body)
            }
        }
    }
}
