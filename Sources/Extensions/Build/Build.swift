// SPDX-License-Identifier: Apache-2.0
import Kernel

/// Objects made beside their sources, two at a time.
public struct Build: Sendable {
    public let outcomes: [Outcome]

    public struct Outcome: Sendable {
        public let source: String
        public let object: String
        public let result: Result<Made, Refusal>
    }

    public enum Made: Equatable, Sendable {
        case compiled(Duration)
        /// The same content was compiled before.
        case kept
    }

    public var failures: [Refusal] {
        outcomes.compactMap { outcome in
            if case .failure(let refusal) = outcome.result { refusal } else { nil }
        }
    }

    /// `paths` are sources, or folders to search for them.
    public init(_ paths: [String], shelf: Shelf) throws(Refusal) {
        var sources: [String] = []
        for path in paths { sources += try Build.sources(below: path) }
        guard !sources.isEmpty else {
            throw Refusal(
                "build \(paths.joined(separator: " "))", .said("there is no *.bpf.c there"))
        }
        let compiler = try Compiler.find()
        outcomes = Parallel.map(sources) { source in
            let object = String(source.dropLast(2)) + ".o"
            let result = Result { () throws(Refusal) in
                try Build.make(source, object, compiler, shelf)
            }
            return Outcome(source: source, object: object, result: result)
        }
    }

    private static func make(
        _ source: String, _ object: String, _ compiler: Compiler, _ shelf: Shelf
    ) throws(Refusal) -> Made {
        let built = try compiler.build(Compilation(source, headers: shelf.headers))
        try refusing { () throws(KernelError) in
            // Written anew even when it is the same: its time says that it is
            // younger than all that it is made of.
            try File(object).replace(with: File(built.object).bytes())
        }
        return built.wasKept ? .kept : .compiled(built.time)
    }

    private static func sources(below path: String) throws(Refusal) -> [String] {
        try refusing { () throws(KernelError) in
            guard let kind = try File(path).kind() else {
                throw KernelError("build \(path)", .said("there is no such file or folder"))
            }
            if kind != .folder { return [path] }
            var found: [String] = []
            var folders = [path]
            while let folder = folders.popLast() {
                for name in try Folder(folder).names() where !name.hasPrefix(".") {
                    let inner = folder + "/" + name
                    if name.hasSuffix(".bpf.c") {
                        found.append(inner)
                    } else if try File(inner).kind() == .folder {
                        folders.append(inner)
                    }
                }
            }
            return found.sorted()
        }
    }
}
