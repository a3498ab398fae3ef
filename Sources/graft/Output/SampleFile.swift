// SPDX-License-Identifier: Apache-2.0
import Experiments
import Kernel

/// The samples of runs as a table of numbers, for whoever wants to draw them.
enum SampleFile {
    static func write(_ records: [RunRecord], to path: String) throws {
        var text =
            "run,ns,flow,cwnd,ssthresh,srtt_us,rttvar_us,min_rtt_us,delivery_rate,pacing_rate,"
            + "bytes_acked,bytes_retrans,unacked,lost,delivered,delivered_ce,state,ca_state\n"
        for (run, record) in records.enumerated() {
            for sample in record.samples.flows.samples {
                let since = Int64(sample.nanoseconds) - Int64(record.startNanoseconds)
                text += "\(run),\(since),\(sample.flow),\(sample.cwnd),\(sample.ssthresh),"
                text += "\(sample.srttMicroseconds),\(sample.rttvarMicroseconds),"
                text += "\(sample.minRTTMicroseconds),\(sample.deliveryRate),\(sample.pacingRate),"
                text += "\(sample.bytesAcked),\(sample.bytesRetrans),\(sample.unacked),"
                text += "\(sample.lost),\(sample.delivered),\(sample.deliveredCE),"
                text += "\(sample.state),\(sample.congestionState)\n"
            }
        }
        try File(path).replace(with: text)
        if records.contains(where: { !$0.samples.acks.isEmpty }) {
            try writeAcks(records, to: path + ".acks")
        }
    }

    /// What was seen at every acknowledgement, in a file beside.
    private static func writeAcks(_ records: [RunRecord], to path: String) throws {
        var text = "run,ns,flow,cwnd,ssthresh,srtt_us,in_flight,snd_wnd\n"
        for (run, record) in records.enumerated() {
            for sample in record.samples.acks.samples {
                let since = Int64(sample.nanoseconds) - Int64(record.startNanoseconds)
                text += "\(run),\(since),\(sample.flow),\(sample.cwnd),\(sample.ssthresh),"
                text += "\(sample.srttMicroseconds),\(sample.inFlight),\(sample.sendWindow)\n"
            }
        }
        try File(path).replace(with: text)
    }
}
