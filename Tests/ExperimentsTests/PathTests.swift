// SPDX-License-Identifier: Apache-2.0
import Experiments
import Testing

@Suite("A path")
struct PathTests {
    private func read(_ words: String...) -> (path: Path, complaints: [String]) {
        var fields = Fields(words: words, known: Path.fieldNames)
        let path = Path(reading: &fields)
        return (path, fields.complaints.map { "\($0)" + ($0.hint.map { " (\($0))" } ?? "") })
    }

    @Test("is read from words, and its words make it again")
    func words() {
        let (path, complaints) = read(
            "rate=100mbit/10mbit", "delay=10ms", "loss=0.1%", "queue=25p", "ecn=500us", "mtu=9000",
            "offloads=off", "clients=3", "family=v6", "jitter=1ms")
        #expect(complaints == [])
        #expect(path.rate == Ways(forth: .megabits(100), back: .megabits(10)))
        #expect(path.delay == Ways(both: .milliseconds(10)))
        #expect(path.clients == 3)
        #expect(path.family == .v6)
        var again = Fields(words: path.words, known: Path.fieldNames)
        #expect(Path(reading: &again) == path)
    }

    @Test("that is nothing but a cable is direct")
    func direct() {
        #expect(read().path.isDirect)
        #expect(read("mtu=9000").path.isDirect)
        #expect(!read("delay=1ms").path.isDirect)
        #expect(!read("clients=2").path.isDirect)
    }

    @Test("is complained of all at once, with the name that was meant")
    func complaints() {
        let (_, complaints) = read(
            "rate=100", "deley=10ms", "queue=1bdp", "queue=2bdp", "aqm=fq_codle", "odd")
        #expect(
            complaints == [
                "odd: is not of the form NAME=VALUE",
                "deley: there is no such field (did you mean \"delay\"?)",
                "queue: is given twice",
                "rate: \"100\" has no unit; write 100mbit, for instance",
                "aqm: \"fq_codle\" is none of fifo, fq, fq_codel, red, bpf_fifo, bpf_codel; did you mean fq_codel?",
                "queue: a queue needs a rate: nothing waits where all gets through",
            ])
    }

    @Test(
        "that no machine can make is refused",
        arguments: [
            (
                ["rate=10mbit", "queue=1kB"],
                "queue: 1kB is 1000 bytes here, less than one packet of 1514"
            ),
            (
                ["rate=10mbit", "delay=1us", "queue=1bdp"],
                "queue: 1bdp is 3 bytes here, less than one packet of 1514"
            ),
            (["mtu=100"], "mtu: 100 is not from 576 to 65521"),
            (["mtu=1000", "family=v6"], "mtu: IPv6 needs at least 1280"),
            (["delay=1ms", "jitter=2ms"], "jitter: 2ms is more than the delay forth, 1ms"),
            (["delay=20s"], "delay: more than 10s each way is no network"),
            (["clients=0"], "clients: 0 is not from 1 to 100"),
        ] as [([String], String)])
    func flaws(_ words: [String], _ complaint: String) {
        var fields = Fields(words: words, known: Path.fieldNames)
        _ = Path(reading: &fields)
        #expect(fields.complaints.first?.description == complaint)
    }

    @Test("holds one bandwidth-delay product where no queue is named, and some packets")
    func defaultQueue() {
        #expect(read("rate=100mbit", "delay=10ms").path.queueBytes(at: .megabits(100)) == 250_000)
        #expect(read("rate=1mbit").path.queueBytes(at: .megabits(1)) == 16 * 1514)
    }
}
