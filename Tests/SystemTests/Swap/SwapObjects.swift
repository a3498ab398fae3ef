// SPDX-License-Identifier: Apache-2.0
import Kernel

/// The objects that the swap tests put into the kernel, built once for all tests.
///
/// Every name that they bring into the kernel begins with `gs_`.
enum SwapObjects {
    /// By file name, without `.bpf.o`.
    private static let built = Result { try build() }

    static func bytes(_ name: String) throws -> [UInt8] {
        guard let bytes = try built.get()[name] else {
            throw KernelError("find the test object \(name)", .said("it was not built"))
        }
        return bytes
    }

    /// graft's own, which stand on the shelf as they do where graft is installed.
    static let instruments = ["sockets", "samples", "chooser"]

    private static func sources() throws -> [String: String] {
        let cubic = try shipped("congestion-control/cubic/cubic")
        let trace = try shipped("header-options/trace-id/trace-id")
        let bbr = try shipped("congestion-control/bbr/bbr")
        return [
            "gs_first": reno(keeping: 50), "gs_second": reno(keeping: 51),
            "gs_third": reno(keeping: 52), "gs_fourth": reno(keeping: 53),
            // Not marked for every namespace.
            "gs_restricted": reno(keeping: 54, flags: "0"),
            "gs_stranger": reno(keeping: 55, name: "gs_stranger"),
            "gs_unlinked": reno(keeping: 56, name: "gs_unlinked", section: ".struct_ops"),
            "gs_unlinked2": reno(keeping: 57, section: ".struct_ops"),
            "gs_halved": reno(keeping: 58, without: "undo_cwnd"),
            "gs_pair": reno(keeping: 59, name: "gs_reno") + table("gs_more", name: "gs_more"),
            // Broken on purpose: one segment at a time.
            "gs_stuck": stuck,
            "gs_scheduler": scheduler,
            "gs_cubic": cubic,
            // The same code, another digest.
            "gs_cubic2": cubic + "\nvolatile __u64 gs_more;\n",
            "gs_forgetful": try forgetting(cubic),
            "gs_max_delack": try shipped("header-options/max-delack/max-delack"),
            "gs_trace_id": trace,
            "gs_trace_id2": trace + "\nvolatile __u64 gs_more;\n",
            "gs_filling": try fixture("filling"),
            "gs_bbr": bbr,
            "gs_bbr2": bbr + "\nvolatile __u64 gs_more;\n",
            "sockets": try shipped("instruments/sockets/sockets"),
            "samples": try shipped("instruments/samples/samples"),
            "chooser": try shipped("instruments/chooser/chooser"),
            "gs_dctcp": try shipped("congestion-control/dctcp/dctcp"),
        ]
    }

    private static func build() throws -> [String: [UInt8]] {
        let folder = try Folder.temporary(prefix: "/tmp/gs_objects_")
        defer { try? folder.removeTree() }  // what cannot be removed lies in /tmp
        let sources = try sources()
        for (name, text) in sources { try folder.file("\(name).bpf.c").replace(with: text) }
        let instruments = Folder(SwapGround.root + "/extensions/instruments")
        for name in self.instruments {
            try folder.file("\(name).h").replace(
                with: instruments.folder(name).file("\(name).h").bytes())
        }
        var spawn = Spawn([SwapGround.graft, "build", folder.path])
        spawn.environment = .inheritedWith([
            "GRAFT_EXTENSIONS": SwapGround.root + "/extensions",
            "XDG_CACHE_HOME": folder.path + "/cache",
        ])
        let finished = try ChildProcess.run(spawn, limit: .seconds(300))
        guard finished.ending.isSuccess else {
            throw KernelError("build the test objects", .said(finished.errorText))
        }
        return try Dictionary(
            uniqueKeysWithValues: sources.keys.map { name in
                (name, try folder.file("\(name).bpf.o").bytes())
            })
    }

    private static func shipped(_ path: String) throws -> String {
        try File("\(SwapGround.root)/extensions/\(path).bpf.c").text()
    }

    private static func fixture(_ name: String) throws -> String {
        try File("\(SwapGround.root)/Tests/Fixtures/bpf/\(name).bpf.c").text()
    }

    /// CUBIC as it ships, but for the one word by which it hands its state on.
    private static func forgetting(_ cubic: String) throws -> String {
        let parts = cubic.split(separator: " CARRIED;", omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            throw KernelError(
                "make a cubic that forgets", .said("its source names CARRIED otherwise now"))
        }
        return parts.joined(separator: ";")
    }

    /// Reno by the kernel's own functions. The share that it keeps after a loss
    /// makes each another object.
    private static func reno(
        keeping percent: Int, name: String = "gs_reno", flags: String = "TCP_CONG_NON_RESTRICTED",
        section: String = ".struct_ops.link", without: String = ""
    ) -> String {
        """
        /* SPDX-License-Identifier: GPL-2.0-only */
        #include "tcp.bpf.h"

        LICENSE("GPL");

        const volatile __u32 gs_kept KNOB("share kept, in percent", 10, 90) = \(percent);

        SEC("struct_ops")
        __u32 BPF_PROG(gs_ssthresh, struct sock *sk)
        {
        \treturn max(tcp_sk(sk)->snd_cwnd * gs_kept / 100, 2U);
        }

        SEC("struct_ops")
        void BPF_PROG(gs_cong_avoid, struct sock *sk, __u32 ack, __u32 acked)
        {
        \ttcp_reno_cong_avoid(sk, ack, acked);
        }

        """ + (without == "undo_cwnd" ? "" : undo)
            + table("gs_table", name: name, flags: flags, section: section, without: without)
    }

    private static let stuck = String(
        reno(keeping: 60).split(separator: "\n", omittingEmptySubsequences: false).map {
            $0.contains("tcp_reno_cong_avoid(")
                ? "\ttcp_sk(sk)->snd_cwnd = 1 + 0 * (ack + acked);" : String($0)
        }.joined(separator: "\n"))

    private static let undo = """
        SEC("struct_ops")
        __u32 BPF_PROG(gs_undo_cwnd, struct sock *sk)
        {
        \treturn tcp_reno_undo_cwnd(sk);
        }

        """

    private static func table(
        _ table: String, name: String, flags: String = "TCP_CONG_NON_RESTRICTED",
        section: String = ".struct_ops.link", without: String = ""
    ) -> String {
        let members = ["ssthresh", "cong_avoid", "undo_cwnd"].filter { $0 != without }
            .map { "\t.\($0) = (void *)gs_\($0),\n" }.joined()
        return """
            SEC("\(section)")
            struct tcp_congestion_ops \(table) = {
            \(members)\t.flags = \(flags),
            \t.name = "\(name)",
            };

            """
    }

    /// Of another hook type.
    private static let scheduler = """
        /* SPDX-License-Identifier: GPL-2.0-only */
        #include "tcp.bpf.h"

        LICENSE("GPL");

        struct task_struct;

        KERNEL_TYPES_BEGIN

        struct sched_ext_ops {
        \tvoid (*enqueue)(struct task_struct *p, __u64 flags);
        \tchar name[128];
        };

        KERNEL_TYPES_END

        SEC("struct_ops")
        void BPF_PROG(gs_enqueue, struct task_struct *p __unused, __u64 flags __unused)
        {
        }

        SEC(".struct_ops.link")
        struct sched_ext_ops gs_scheduler = {
        \t.enqueue = (void *)gs_enqueue,
        \t.name = "gs_reno",
        };

        """
}
