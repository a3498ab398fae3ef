// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A program of this host: a file that can be run.
public enum Executable {
    /// The file of a program: as it is when it has a slash, else found on PATH.
    public static func locate(_ name: String) throws(KernelError) -> String {
        let path =
            Environment.value(of: "PATH") ?? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin"
        return try locate(name, on: path)
    }

    /// As `locate(_:)`, on another PATH than our own.
    public static func locate(_ name: String, on path: String) throws(KernelError) -> String {
        if name.contains("/") { return name }
        for folder in path.split(separator: ":", omittingEmptySubsequences: true) {
            let candidate = "\(folder)/\(name)"
            if isProgram(candidate) { return candidate }
        }
        throw KernelError("find the program \"\(name)\"", .said("it is not on PATH (\(path))"))
    }

    /// A folder that we may not read holds no program for us, as for a shell.
    private static func isProgram(_ path: String) -> Bool {
        access(path, X_OK) == 0 && (try? File(path).kind()) == .regular
    }
}

/// The environment that this process was started with.
public enum Environment {
    public static func value(of name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// All of it, as `NAME=value`.
    public static var entries: [String] {
        var entries: [String] = []
        var next = environ
        while let entry = next.pointee {
            entries.append(String(cString: entry))
            next += 1
        }
        return entries
    }
}

extension Spawn.Environment {
    /// What the child gets, as `NAME=value`.
    func entries(over inherited: [String]) -> [String] {
        switch self {
        case .inherited:
            return inherited
        case .only(let values):
            return values.map { "\($0.key)=\($0.value)" }.sorted()
        case .inheritedWith(let values):
            let kept = inherited.filter { entry in
                values[String(entry.prefix { $0 != "=" })] == nil
            }
            return kept + values.map { "\($0.key)=\($0.value)" }.sorted()
        }
    }
}

extension Executable {
    /// The file of the program that is running.
    public static var own: String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4097) { text in
            guard let start = text.baseAddress else { return nil }
            let count = readlink("/proc/self/exe", start, 4096)
            guard count > 0 else { return nil }
            start[count] = 0
            return String(cString: start)
        }
    }
}
