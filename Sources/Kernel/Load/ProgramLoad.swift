// SPDX-License-Identifier: Apache-2.0
import CKernel
import Glibc

/// One program on its way through the verifier.
struct ProgramLoad {
    /// What the kernel is told that the program is for.
    struct Place {
        var type: UInt32
        /// The attach type; for struct_ops the number of the member.
        var attachType: UInt32
        /// The function, tracepoint or structure in the kernel's BTF.
        var target: BTF.ID = 0
        var isSleepable = false

        init(type: UInt32, attachType: UInt32) {
            self.type = type
            self.attachType = attachType
        }
    }

    let program: Object.Program
    let place: Place
    let linked: CodeLinker.Linked
    let linker: CodeLinker
    let types: Int32

    /// Loads without a log, which is the fast way; asks again with one when refused.
    func load(_ attempt: String) throws(KernelError) -> Program {
        let start = Instant.now
        var log: [CChar] = []
        var status = request(&log)
        let time = Instant.now.since(start)
        if status >= 0 {
            return Program(
                Descriptor(owning: status), name: program.name, loadTime: time)
        }
        let refusal = -status
        guard refusal != EPERM else { throw KernelError(attempt, .errno(EPERM)) }
        for megabytes in [1, 16, 64] {
            log = [CChar](repeating: 0, count: megabytes << 20)
            status = request(&log)
            if status >= 0 {
                // It went through at the second try: memory, or a signal in the first.
                return Program(
                    Descriptor(owning: status), name: program.name, loadTime: time)
            }
            if status != -ENOSPC { break }
        }
        let text = log.withUnsafeBytes { UnsafeRawBufferPointer($0).text(at: 0) }
        guard !text.isEmpty else { throw KernelError(attempt, .errno(refusal)) }
        throw KernelError(
            attempt,
            .verifier(VerifierRefusal(program: program.name, errno: refusal, log: text)))
    }

    private func request(_ log: inout [CChar]) -> Int32 {
        var options = bpf_prog_load_opts()
        options.sz = MemoryLayout<bpf_prog_load_opts>.size
        options.expected_attach_type = bpf_attach_type(rawValue: place.attachType)
        options.attach_btf_id = place.target
        options.prog_btf_fd = UInt32(types)
        if place.isSleepable { options.prog_flags = 1 << 4 }  // BPF_F_SLEEPABLE
        let functions = linker.records(linked, from: linker.object.extensions.functions)
        let lines = linker.records(linked, from: linker.object.extensions.lines)
        return functions.records.withUnsafeBytes { functionBytes in
            lines.records.withUnsafeBytes { lineBytes in
                log.withUnsafeMutableBufferPointer { logBuffer in
                    options.func_info = functionBytes.baseAddress
                    options.func_info_rec_size = UInt32(functions.size)
                    options.func_info_cnt = UInt32(
                        functions.size == 0 ? 0 : functionBytes.count / functions.size)
                    options.line_info = lineBytes.baseAddress
                    options.line_info_rec_size = UInt32(lines.size)
                    options.line_info_cnt = UInt32(
                        lines.size == 0 ? 0 : lineBytes.count / lines.size)
                    if !logBuffer.isEmpty {
                        options.log_buf = logBuffer.baseAddress
                        options.log_size = UInt32(logBuffer.count)
                        options.log_level = 1
                    }
                    return submit(&options)
                }
            }
        }
    }

    private func submit(_ options: inout bpf_prog_load_opts) -> Int32 {
        linked.instructions.withUnsafeBytes { instructions in
            bpf_prog_load(
                bpf_prog_type(rawValue: place.type), program.name, linker.object.license,
                instructions.baseAddress?.assumingMemoryBound(to: bpf_insn.self),
                linked.instructions.count, &options)
        }
    }
}
