// SPDX-License-Identifier: Apache-2.0
// Relay: a network's delay, jitter and loss on a machine whose kernel has no netem.
//
// A line holds what comes in by one device of one network namespace until its time
// has come. The packets stay in the kernel, in a queue of netfilter (NFQUEUE), as
// they came: super-packets whole, checksums unfinished, ECN marks and header options
// untouched. Up to us come an identity, a length and the moment of arrival; down goes
// one verdict for all packets whose time has come.
//
// How it keeps time. The kernel stamps each packet as it comes in, and a packet's time
// is its stamp plus the delay. So nobody has to be awake when a packet comes: what is
// read late still leaves on time, if it is read before. The thread sleeps until the
// next packet is due, reads what came meanwhile, and lets go what is due. It runs
// before all ordinary threads where that is allowed. What it is late by, from the
// moment due to the verdict, is counted for every packet.
//
// Order is kept, whatever the jitter: a packet never leaves before one that came
// earlier. Jitter is drawn evenly between -jitter and +jitter, for each packet; where
// packets come closer together than that, the ones behind wait for the one in front,
// and the mean delay grows towards delay + jitter.
//
// Loss is drawn for each packet of the wire by itself, with the same chance, from a
// seed. A super-packet of which no segment is lost goes on whole. One that loses some
// goes through a second queue, for which the kernel cuts it, and its other segments go
// on as single packets. So a loss takes one packet of the wire and not forty at once,
// as it does where netem stands behind a device with GSO, and the rest stays cheap.
//
// Why the protocol is spoken here and not by libnetfilter_queue: graft is one static
// file, and that library stands on libmnl and libnfnetlink, of which Debian 12 and 13
// ship no archives to link with. What is used of it are five kinds of messages.
//
// Why rules by nf_tables and not by iptables: a table may belong to a socket, and goes
// with it. Whatever ends a relay, kill -9 too, its rules and its queues end with it;
// the packets that it held are lost, and those that follow pass without delay.
//
// Where to put a line: into a router, at the device by which packets come in. In the
// namespace that receives them it delays as well, but the kernel's stamp is of before
// the delay: programs that ask for it (SO_TIMESTAMP; ping does) do not see the delay.
//
// What lives how long: a relay is a process of its own, and it dies with the one that
// started it, unless it is left to itself. Its figures lie in a file that both have in
// memory: readable while it runs, and after any end.
//
// A namespace in which others change rules of netfilter is no good place: when one of
// them goes, the kernel drops all that is queued there (counted as `refusals`).
//
// What it does not do: rate limits (tbf is exact), reordering, duplicates, corruption.
import Kernel

public enum Relay {
    /// The first word on the command line of a relay's process.
    public static let word = "relay-packets"

    /// Starts a relay, and returns when every line is in place.
    ///
    /// `figures` names the file for its figures, which stays when the relay ends.
    /// With `outlivesUs` it goes on when this process ends; see `RunningRelay.leave`.
    public static func start(
        _ settings: RelaySettings, figures: File, program: String? = nil,
        outlivesUs: Bool = false
    ) throws(KernelError) -> RunningRelay {
        let attempt = "start the relay"
        try settings.check()
        guard let program = program ?? Executable.own else {
            throw KernelError(attempt, .said("the program's own file is not to be found"))
        }
        var spawn = Spawn([program, word, figures.path, settings.json.text(.compact)])
        spawn.output = .pipe
        spawn.leadsGroup = true
        spawn.diesWithParent = !outlivesUs
        // One that goes on must not hold open what we were given: who started us may
        // wait for its end.
        if outlivesUs { spawn.errors = .null }
        var child = try ChildProcess.start(spawn)
        // It says one line: that it is ready, or why it is not.
        var said: [UInt8] = []
        if let output = child.output.take() {
            while said.last != UInt8(ascii: "\n"), try output.read(into: &said) > 0 {}
        }
        let line = String(decoding: said, as: UTF8.self)
        guard line == RelayProcess.ready + "\n" else {
            _ = try child.end(within: .seconds(1))
            throw KernelError(
                attempt, .said(line.isEmpty ? "it ended at once" : String(line.dropLast())))
        }
        return RunningRelay(child, figures)
    }
}
