// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A folder with what completion scripts meet: some files, and a `graft` that knows names.
final class Folder {
    let path: String
    private let files = [
        "cubic.bpf.c", "cubic.bpf.o", "two words.bpf.o", "gentle.yaml", "notes.txt", "graft",
        "given",
    ]

    init() {
        var template = Array("/tmp/graft-words-XXXXXX".utf8CString)
        path = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) } ?? "/nonexistent"
        }
        files.forEach { write("", to: $0) }
        mkdir("\(path)/sources", 0o755)
        // The last name is a trap: whoever expands it makes a file.
        write(
            #"""
            #!/bin/sh
            [ "$1 $2" = "completions --names" ] || exit 2
            case $3 in
            registrations) printf '%s\n' bpf_cubic bpf_dctcp '$(touch trapped)' ;;
            extensions) printf '%s\n' cubic dctcp ;;
            namespaces) printf '%s\n' left right ;;
            esac
            """#, to: "graft")
        chmod("\(path)/graft", 0o755)
    }

    deinit {
        (files + ["trapped"]).forEach { unlink("\(path)/\($0)") }
        rmdir("\(path)/sources")
        rmdir(path)
    }

    func write(_ text: String, to name: String) {
        guard let file = fopen("\(path)/\(name)", "w") else { return }
        fputs(text, file)
        fclose(file)
    }

    func holds(_ name: String) -> Bool {
        access("\(path)/\(name)", F_OK) == 0
    }
}
