// SPDX-License-Identifier: Apache-2.0
// Packets: frames as values: read from captures, told apart, made up.
//
// How it is laid out:
//   Capture/     pcap and pcapng files, in and out
//   Decoding/    which headers a frame has, where each begins, and its fields
//   Expression/  `ip.ihl < 5 && tcp`: the language that says which packets
//   Evil/        a generator of malformed packets, the same for the same seed
//
// What it hides: byte orders, block structures, bit offsets. A decoder meets
// packets that were made to break decoders: none here trusts a length, loops
// without moving forward, or allocates by what a header claims.
//
// What it does not do: it opens no file (a capture is bytes that the caller has
// mapped), decodes nothing above TCP, UDP, SCTP and ICMP, no UDP tunnels, and
// reassembles nothing.
