// SPDX-License-Identifier: Apache-2.0
import Kernel

extension Doctor {
    static func tools() -> [Finding] {
        [clang()] + netperf() + [qemu()]
    }

    private static func clang() -> Finding {
        do throws(Refusal) {
            let compiler = try Compiler.find()
            return .good("clang", "\(compiler.version), for BPF")
        } catch {
            return .lacks(
                "clang", error.description,
                so: "sources cannot be built; objects that ship can be registered",
                remedy: error.hint)
        }
    }

    private static func netperf() -> [Finding] {
        let lack = Finding.lacks(
            "netperf", "not installed", so: "nothing can be measured",
            remedy: "apt-get install netperf (on Debian 12 it is in non-free)")
        guard let path = try? Executable.locate("netperf"),
            let said = try? ChildProcess.run([path, "-V"], limit: .seconds(10))
        else { return [lack] }
        let version = said.text.split(separator: "\n").first.map(String.init) ?? "netperf"
        return [.good("netperf", version), interim(path)]
    }

    /// A build without interim results says so when it is asked for them.
    private static func interim(_ path: String) -> Finding {
        let subject = "netperf interim results"
        // Port 1 on loopback: nobody is there, so that nothing is measured.
        let words = [path, "-D", "1", "-H", "127.0.0.1", "-p", "1", "-l", "1"]
        guard let asked = try? ChildProcess.run(words, limit: .seconds(10)) else {
            return .unknown(subject, "it could not be asked")
        }
        let said = asked.text + asked.errorText
        if said.contains("not configured") || said.contains("Demo Mode") {
            return .lacks(
                subject, "not in this build", so: "rates over time come from the sockets instead",
                remedy: "a netperf configured with --enable-demo")
        }
        return .good(subject, "in this build")
    }

    private static func qemu() -> Finding {
        guard let path = try? Executable.locate("qemu-system-x86_64"),
            let said = try? ChildProcess.run([path, "--version"], limit: .seconds(10))
        else {
            return .lacks(
                "QEMU", "not installed", so: "other kernels cannot be tried",
                remedy: "apt-get install qemu-system-x86")
        }
        let version = said.text.split(separator: "\n").first.map(String.init) ?? path
        return .good("QEMU", version)
    }
}
