// SPDX-License-Identifier: Apache-2.0
import Kernel

/// A program that the kernel can run on single packets, to see what it does.
public struct TrialProgram: Sendable {
    /// What people know it by: the object's name, or where it is live.
    public let name: String
    public let kind: Kind
    let program: Program

    /// By what it is told, and what comes of it.
    public enum Kind: UInt32, CaseIterable, Sendable {
        // The kernel's numbers of program types.
        case classifier = 3
        case xdp = 6
        case flowDissector = 22

        public var title: String {
            switch self {
            case .classifier: "a program of tc"
            case .xdp: "an XDP program"
            case .flowDissector: "a flow dissector"
            }
        }
    }

    /// The first program of the object that can be run on packets, in the kernel
    /// and attached to nothing: it goes with this value.
    public init(
        _ object: Object, into kernel: RunningKernel, _ settings: LoadSettings = LoadSettings()
    ) throws(Refusal) {
        let fitting = object.programs.first { Kind(rawValue: $0.kind.type) != nil }
        guard let fitting, let kind = Kind(rawValue: fitting.kind.type) else {
            throw Refusal(
                "try \(object.name) on packets",
                .misfit("it has no program that the kernel can run on a single packet"),
                hint: "a flow dissector, an XDP program and a program of tc can be tried")
        }
        var settings = settings
        settings.programs = [fitting.name]
        let loaded = try refusing { () throws(KernelError) in
            try object.load(into: kernel, settings)
        }
        guard let program = loaded.programs[fitting.name] else {
            preconditionFailure("\(fitting.name) was asked for and was not loaded")
        }
        name = object.name
        self.kind = kind
        self.program = program
    }

    /// One that is in the kernel already: what is live in a hook. Trying it
    /// counts in its own maps, as a packet that really came would.
    public init(live program: Program, named name: String) throws(Refusal) {
        let details = try refusing { () throws(KernelError) in try program.details() }
        guard let kind = Kind(rawValue: details.type) else {
            throw Refusal(
                "try \(name) on packets",
                .misfit("it is no program that the kernel can run on a single packet"))
        }
        self.name = name
        self.kind = kind
        self.program = program
    }
}
