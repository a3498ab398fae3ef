// SPDX-License-Identifier: Apache-2.0
import Kernel

/// Whether this kernel would take an object: load it, attach it, swap it; and
/// if not, why. Finding out changes nothing.
public struct Check: Sendable {
    public let object: Object
    public private(set) var load: Answer = .yes
    public private(set) var attach: Answer = .yes
    public private(set) var swap: Answer = .yes
    /// This kernel has not even the hook: the answer that ends with exit code 3.
    public private(set) var lacksHook = false
    /// What the verifier did, when it was asked.
    public private(set) var programs: [Verified] = []
    /// The verifier's whole log, when it refused.
    public private(set) var refusal: VerifierRefusal?

    public enum Answer: Equatable, Sendable {
        case yes
        /// Why not.
        case no([String])
        /// Why it cannot be said.
        case unknown(String)

        public var isNo: Bool { if case .no = self { true } else { false } }

        mutating func object(_ why: String) {
            if case .no(let reasons) = self {
                self = .no(reasons + [why])
            } else {
                self = .no([why])
            }
        }
    }

    public struct Verified: Sendable {
        public let name: String
        public let section: String
        public let instructions: Int
        public let time: Duration
        public let tag: String
    }

    /// `names` are those to register under instead of the object's own, by table.
    public init(
        _ object: Object, on kernel: RunningKernel, settings: LoadSettings = LoadSettings()
    ) throws(Refusal) {
        self.object = object
        let fillings = object.fillings
        if fillings.isEmpty {
            attach = .unknown("it fills no hook that graft knows")
            swap = .unknown("it fills no hook that graft knows")
        }
        for filling in fillings {
            switch filling {
            case .table(let table): try askTable(table, settings.names[table.name], kernel)
            case .program(_, let hook): askProgram(hook, kernel)
            }
        }
        // Where the hook is not, its functions are not either, and need no naming.
        if !lacksHook { askTypes(kernel) }
        if !object.tables.isEmpty, !Licence.isCompatible(object.license) {
            load.object("its licence \"\(object.license)\" is not compatible with the GPL")
        }
        askVerifier(kernel, settings)
        if load.isNo { attach = .no(["it cannot be loaded"]) }
        if attach.isNo { swap = .no(["it cannot be attached"]) }
    }

    private mutating func askTypes(_ kernel: RunningKernel) {
        let wanted = object.externs.filter { $0.kind == .function && !$0.isWeak }
        let there = kernel.functions(among: wanted.map(\.kernelName))
        for function in wanted where !there.contains(function.kernelName) {
            load.object("this kernel has no function \"\(function.kernelName)\" for BPF")
        }
    }

    private mutating func askTable(
        _ table: OperationsTable, _ name: String?, _ kernel: RunningKernel
    ) throws(Refusal) {
        let hook = Hook.named(table.structName)
        guard let type = kernel.structOps(table.structName) else {
            lacksHook = true
            load.object("this kernel has no hook \"\(table.structName)\"")
            return
        }
        let members = Set(type.members(in: kernel))
        for operation in table.operations where !members.contains(operation.member) {
            load.object("this kernel's \(hook.title) has no \"\(operation.member)\"")
        }
        for objection in hook.objections(to: .table(table), of: object) {
            attach.object(objection)
        }
        try askName(name ?? table.registeredName, of: table, hook)
        guard kernel.offersLinks else {
            swap.object("this kernel has no links for tables (they came with 6.4)")
            return
        }
        guard table.isLinked else {
            swap.object("\"\(table.name)\" is declared without a link (SEC(\".struct_ops\"))")
            return
        }
        askSwap(hook, kernel)
    }

    /// Whether it may be attached depends on the site too, and only a try tells that.
    private mutating func askProgram(_ hook: Hook, _ kernel: RunningKernel) {
        guard hook.isThere(in: kernel) else {
            lacksHook = true
            attach.object("this kernel has no hook \"\(hook.id)\"")
            return
        }
        askSwap(hook, kernel)
    }

    private mutating func askName(_ name: String?, of table: OperationsTable, _ hook: Hook)
        throws(Refusal)
    {
        guard let longest = table.longestName else { return }
        if let objection = Name.objection(to: name ?? "", longest: longest) {
            attach.object(objection)
        } else if let name, try hook.registeredNames()?.contains(name) == true {
            attach.object("the name \"\(name)\" is taken")
        }
    }

    private mutating func askSwap(_ hook: Hook, _ kernel: RunningKernel) {
        switch hook.swapping {
        case .atomic(let function):
            if !kernel.functions(among: [function]).contains(function) {
                swap.object("this kernel has no atomic update for \(hook.titleWithArticle)")
            }
        case .gap(let why): swap.object("not without a gap: \(why)")
        case .untold: swap = .unknown("only a try can tell for \(hook.id)")
        }
    }

    private mutating func askVerifier(_ kernel: RunningKernel, _ settings: LoadSettings) {
        guard !load.isNo else { return }
        do throws(KernelError) {
            let loaded = try object.load(into: kernel, settings)
            for program in object.programs {
                guard let there = loaded.programs[program.name] else { continue }
                let details = try there.details()
                programs.append(
                    Verified(
                        name: program.name, section: program.section,
                        instructions: details.verifiedInstructions, time: there.loadTime,
                        tag: details.tag))
            }
        } catch {
            if error.isForLackOfRights {
                load = .unknown("only root can try it")
            } else {
                if case .verifier(let refusal) = error.refusal { self.refusal = refusal }
                load.object(KernelError("load", error.refusal).description)
            }
        }
    }
}

/// Licences that let a program use what the kernel keeps for the GPL.
enum Licence {
    static func isCompatible(_ words: String) -> Bool {
        [
            "GPL", "GPL v2", "GPL and additional rights", "Dual BSD/GPL", "Dual MIT/GPL",
            "Dual MPL/GPL",
        ].contains(words)
    }
}

/// What a registration may be called.
enum Name {
    /// Why a name cannot be; nil where it can.
    ///
    /// The kernel's names take no dash; where only we know the name, it may have one.
    static func objection(to name: String, longest: Int, isOurs: Bool = false) -> String? {
        if name.isEmpty { return "it has no name" }
        if name.utf8.count > longest {
            return "the name \"\(name)\" is too long: at most \(longest) bytes"
        }
        // What the kernel takes as the name of a BPF object, and no more.
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."):
                true
            case UInt8(ascii: "-"): isOurs && name.utf8.first != byte
            default: false
            }
        }
        guard isPlain, name != ".", name != ".." else {
            return
                "the name \"\(name)\" may have letters, digits, \(isOurs ? "-, " : "")_ and . only"
        }
        return nil
    }
}
