// SPDX-License-Identifier: Apache-2.0
import Extensions
import Glibc
import Kernel
import Testing

extension OnThisMachine {
    /// Every refusal in its exact words, with its exit status, and nothing of it
    /// left in the kernel.
    @Suite("Bad input")
    struct BadInputTests {
        // MARK: Files

        @Test("that is not ELF is refused")
        func notELF() throws {
            try Workspace.with { workspace in
                try workspace.folder.file("gt_words.bpf.o").replace(with: "hello\n")
                try workspace.refuses(
                    ["register", "gt_words.bpf.o"], 1, "read gt_words.bpf.o: not an ELF file")
            }
        }

        @Test("that is empty is refused")
        func empty() throws {
            try Workspace.with { workspace in
                try workspace.folder.file("gt_empty.bpf.o").replace(with: "")
                try workspace.refuses(
                    ["register", "gt_empty.bpf.o"], 1, "read gt_empty.bpf.o: not an ELF file")
            }
        }

        @Test("that is cut short is refused", arguments: [63, 64, 500, 3000])
        func cutShort(count: Int) throws {
            try Workspace.with { workspace in
                let whole = try workspace.folder.file(workspace.fixture("gt_plain")).bytes()
                try workspace.folder.file("gt_short.bpf.o").replace(with: Array(whole[..<count]))
                try workspace.refuses(
                    ["register", "gt_short.bpf.o"], 1,
                    "read gt_short.bpf.o: the file is cut short or damaged")
            }
        }

        @Test("that is ELF, but not BPF, is refused")
        func notBPF() throws {
            try Workspace.with { workspace in
                let program = try File("/bin/true").bytes()
                try workspace.folder.file("gt_true.bpf.o").replace(with: program)
                try workspace.refuses(
                    ["register", "gt_true.bpf.o"], 1,
                    "read gt_true.bpf.o: an ELF file, but not a BPF object")
            }
        }

        @Test("without type information is refused, and says how to make it")
        func withoutBTF() throws {
            try Workspace.with { workspace in
                _ = try workspace.fixture("gt_plain")
                let compiled = try workspace.run([
                    Compiler.find().path, "-target", "bpf", "-O2",
                    "-I\(Workspace.root)/extensions/include", "-c", "gt_plain.bpf.c", "-o",
                    "gt_untyped.bpf.o",
                ])
                try #require(compiled.status == 0)
                try workspace.refuses(
                    ["register", "gt_untyped.bpf.o"], 1,
                    "read gt_untyped.bpf.o: it has no type information (compile it with -g)")
            }
        }

        @Test("that is not there is refused")
        func missing() throws {
            try Workspace.with { workspace in
                try workspace.refuses(
                    ["register", "gt_missing.bpf.o"], 1,
                    "open gt_missing.bpf.o: No such file or directory (ENOENT)")
            }
        }

        @Test("that is a folder is refused")
        func folder() throws {
            try Workspace.with { workspace in
                try workspace.folder.folder("gt_folder.bpf.o").create()
                try workspace.refuses(
                    ["register", "gt_folder.bpf.o"], 1,
                    "read gt_folder.bpf.o: Is a directory (EISDIR)")
            }
        }

        @Test("that is a source which clang refuses is refused in clang's words")
        func badSource() throws {
            try Workspace.with { workspace in
                try workspace.folder.file("gt_bad.bpf.c").replace(with: "int x = ;\n")
                let answer = try workspace.refuses(
                    ["register", "gt_bad.bpf.c"], 1, "build gt_bad.bpf.c: clang refused it")
                #expect(
                    answer.errors.contains {
                        $0.hasSuffix("gt_bad.bpf.c:1:9: error: expected expression")
                    })
            }
        }

        // MARK: What an object asks for

        @Test("that fills a hook unknown to this kernel is refused as beyond the kernel")
        func unknownHook() throws {
            try Workspace.with { workspace in
                let file = try workspace.source(
                    "gt_unknown",
                    """
                    #include "tcp.bpf.h"
                    LICENSE("GPL");
                    struct gt_no_such_ops { int (*act)(struct sock *sk); };
                    SEC("struct_ops")
                    int BPF_PROG(gt_act, __unused struct sock *sk) { return 0; }
                    SEC(".struct_ops.link")
                    struct gt_no_such_ops gt_unknown = { .act = (void *)gt_act };
                    """)
                try workspace.refuses(
                    ["register", file], 3,
                    "load gt_unknown: this kernel has no hook \"gt_no_such_ops\"")
            }
        }

        @Test("that needs a function unknown to this kernel is refused as beyond the kernel")
        func unknownFunction() throws {
            try Workspace.with { workspace in
                let file = try workspace.source(
                    "gt_needs",
                    """
                    #include "gt_reno.bpf.h"
                    LICENSE("GPL");
                    extern void gt_no_such_function(struct sock *sk) __ksym;
                    SEC("struct_ops")
                    void BPF_PROG(gt_init, struct sock *sk) { gt_no_such_function(sk); }
                    SEC(".struct_ops.link")
                    struct tcp_congestion_ops gt_needs = {
                        GT_RENO, .init = (void *)gt_init, .name = "gt_needs" };
                    """)
                try workspace.refuses(
                    ["register", file], 3,
                    "load gt_needs: this kernel has no function \"gt_no_such_function\" for BPF")
            }
        }

        @Test("that lacks a mandatory operation is refused before it is loaded")
        func mandatory() throws {
            try Workspace.with { workspace in
                let file = try workspace.source(
                    "gt_noundo",
                    """
                    #include "gt_reno.bpf.h"
                    LICENSE("GPL");
                    __u64 gt_use(void) { return (__u64)gt_undo_cwnd; }
                    SEC(".struct_ops.link")
                    struct tcp_congestion_ops gt_noundo = {
                        .ssthresh = (void *)gt_ssthresh, .cong_avoid = (void *)gt_cong_avoid,
                        .name = "gt_noundo" };
                    """)
                try workspace.refuses(
                    ["register", file], 1,
                    "register gt_noundo as a congestion control: "
                        + "congestion control \"gt_noundo\" must fill \"undo_cwnd\"",
                    hint: "see `graft check FILE`")
            }
        }

        @Test("that grows in neither way is refused with both")
        func eitherOr() throws {
            try Workspace.with { workspace in
                let file = try workspace.source(
                    "gt_nogrow",
                    """
                    #include "gt_reno.bpf.h"
                    LICENSE("GPL");
                    SEC(".struct_ops.link")
                    struct tcp_congestion_ops gt_nogrow = {
                        .ssthresh = (void *)gt_ssthresh, .undo_cwnd = (void *)gt_undo_cwnd,
                        .name = "gt_nogrow" };
                    """)
                try workspace.refuses(
                    ["register", file], 1,
                    "register gt_nogrow as a congestion control: congestion control "
                        + "\"gt_nogrow\" must fill \"cong_avoid\" or \"cong_control\"",
                    hint: "see `graft check FILE`")
            }
        }

        @Test("that fills what the kernel does not support is refused before it is loaded")
        func forbidden() throws {
            try Workspace.with { workspace in
                let file = try workspace.source(
                    "gt_getinfo",
                    """
                    #define tcp_congestion_ops tcp_congestion_ops___ours
                    #include "gt_reno.bpf.h"
                    #undef tcp_congestion_ops
                    LICENSE("GPL");
                    struct tcp_congestion_ops {
                        __u32 (*ssthresh)(struct sock *sk);
                        void (*cong_avoid)(struct sock *sk, __u32 ack, __u32 acked);
                        __u32 (*undo_cwnd)(struct sock *sk);
                        __u64 (*get_info)(struct sock *sk, __u32 ext, int *attr, void *info);
                        char name[TCP_CA_NAME_MAX];
                    };
                    SEC("struct_ops")
                    __u64 BPF_PROG(gt_get_info, __unused struct sock *sk) { return 0; }
                    SEC(".struct_ops.link")
                    struct tcp_congestion_ops gt_getinfo = {
                        GT_RENO, .get_info = (void *)gt_get_info, .name = "gt_getinfo" };
                    """)
                try workspace.refuses(
                    ["register", file], 1,
                    "register gt_getinfo as a congestion control: "
                        + "congestion control \"gt_getinfo\" may not fill \"get_info\"",
                    hint: "see `graft check FILE`")
            }
        }

        @Test("that sets flags unknown to the kernel is refused before it is loaded")
        func flags() throws {
            try Workspace.with { workspace in
                let file = try workspace.source(
                    "gt_flags",
                    """
                    #include "gt_reno.bpf.h"
                    LICENSE("GPL");
                    SEC(".struct_ops.link")
                    struct tcp_congestion_ops gt_flags = {
                        GT_RENO, .flags = 0x4001, .name = "gt_flags" };
                    """)
                try workspace.refuses(
                    ["register", file], 1,
                    "register gt_flags as a congestion control: congestion control "
                        + "\"gt_flags\" has flags that the kernel does not know: 0x4000",
                    hint: "see `graft check FILE`")
            }
        }

        @Test("without a name is refused")
        func nameless() throws {
            try Workspace.with { workspace in
                let file = try workspace.source(
                    "gt_nameless",
                    """
                    #include "gt_reno.bpf.h"
                    LICENSE("GPL");
                    SEC(".struct_ops.link")
                    struct tcp_congestion_ops gt_nameless = { GT_RENO };
                    """)
                try workspace.refuses(
                    ["register", file], 2,
                    "register gt_nameless as a congestion control: it has no name",
                    hint: "give it another with --as NAME")
            }
        }

        @Test("whose licence is not the GPL's friend is refused in words")
        func licence() throws {
            try Workspace.with { workspace in
                let file = try workspace.source(
                    "gt_closed",
                    """
                    #include "gt_reno.bpf.h"
                    LICENSE("Proprietary");
                    SEC(".struct_ops.link")
                    struct tcp_congestion_ops gt_closed = { GT_RENO, .name = "gt_closed" };
                    """)
                try workspace.refuses(
                    ["register", file], 1,
                    "load gt_closed: the verifier refused gt_ssthresh: "
                        + "\"struct ops programs must have a GPL compatible license\"")
            }
        }

        @Test("that the verifier refuses says where and why, and keeps the whole log")
        func verifier() throws {
            try Workspace.with { workspace in
                let file = try workspace.source(
                    "gt_refused",
                    """
                    #include "gt_reno.bpf.h"
                    LICENSE("GPL");
                    struct {
                        __uint(type, BPF_MAP_TYPE_HASH);
                        __uint(max_entries, 1);
                        __type(key, __u32);
                        __type(value, __u32);
                    } gt_hash SEC(".maps");
                    SEC("struct_ops")
                    __u32 BPF_PROG(gt_min_tso, __unused struct sock *sk)
                    {
                        __u32 key = 0;
                        __u32 *value = bpf_map_lookup_elem(&gt_hash, &key);

                        return *value;
                    }
                    SEC(".struct_ops.link")
                    struct tcp_congestion_ops gt_refused = {
                        GT_RENO, .min_tso_segs = (void *)gt_min_tso, .name = "gt_refused" };
                    """)
                let answer = try workspace.refuses(
                    ["register", file], 1,
                    "load gt_refused: the verifier refused gt_min_tso at gt_refused.bpf.c:15: "
                        + "\"R0 invalid mem access 'map_value_or_null'\"")
                let log = try workspace.folder.file("gt_min_tso.verifier.log").text()
                let lines = log.split(separator: "\n").count
                #expect(log.contains("R0 invalid mem access 'map_value_or_null'"))
                #expect(lines > 5)
                #expect(
                    answer.errors.last
                        == "hint: \(lines) lines of the verifier's log are in "
                        + "gt_min_tso.verifier.log")
            }
        }

        // MARK: Knobs

        @Test(
            "in a knob is refused as misuse",
            arguments: [
                ("gt_none=1", "it has no knob \"gt_none\"", "its knobs are \"share\", \"careful\""),
                (
                    "share=101", "\"101\" is no value for share: it must be from 1 to 100",
                    "share: of nothing in particular"
                ),
                (
                    "share=0", "\"0\" is no value for share: it must be from 1 to 100",
                    "share: of nothing in particular"
                ),
                (
                    "share=half", "\"half\" is no value for share: a whole number is expected",
                    "share: of nothing in particular"
                ),
                (
                    "share=4294967297",
                    "\"4294967297\" is no value for share: it must be from 1 to 100",
                    "share: of nothing in particular"
                ),
            ])
        func knob(setting: String, why: String, hint: String) throws {
            try Workspace.with { workspace in
                let file = try workspace.fixture("gt_plain")
                try workspace.refuses(
                    ["register", file, "--set", setting], 2, "set the knobs of gt_plain: \(why)",
                    hint: hint)
                // What `register` refuses, `check` refuses too.
                try workspace.refuses(
                    ["check", file, "--set", setting], 2, "set the knobs of gt_plain: \(why)",
                    hint: hint)
            }
        }

        @Test("in a knob that is a truth says what is expected")
        func truth() throws {
            try Workspace.with { workspace in
                let file = try workspace.fixture("gt_plain")
                try workspace.refuses(
                    ["register", file, "--set", "careful=7"], 2,
                    "set the knobs of gt_plain: \"7\" is no value for careful: "
                        + "true or false is expected")
            }
        }

        // MARK: Names

        @Test(
            "in a name is refused as misuse",
            arguments: [
                (
                    "gt_sixteen_bytes",
                    "the name \"gt_sixteen_bytes\" is too long: at most 15 bytes"
                ),
                ("gt/slash", "the name \"gt/slash\" may have letters, digits, _ and . only"),
                ("gt two", "the name \"gt two\" may have letters, digits, _ and . only"),
                (".", "the name \".\" may have letters, digits, _ and . only"),
                ("..", "the name \"..\" may have letters, digits, _ and . only"),
            ])
        func name(name: String, why: String) throws {
            try Workspace.with { workspace in
                let file = try workspace.fixture("gt_plain")
                try workspace.refuses(
                    ["register", file, "--as", name], 2,
                    "register gt_plain as a congestion control: \(why)",
                    hint: "give it another with --as NAME")
            }
        }

        /// The kernel takes letters, digits, `_` and `.`, and answers EINVAL else.
        @Test(
            "in a name is refused before the kernel does it without words",
            arguments: ["gt_a-b", "gt_a=b", "gt_a:b", "gt_a%b"])
        func letters(name: String) throws {
            try Workspace.with { workspace in
                let file = try workspace.fixture("gt_plain")
                let answer = try workspace.refuses(["register", file, "--as", name], 2, nil)
                let start = "error: register gt_plain as a congestion control: the name "
                #expect(answer.errors.first?.hasPrefix(start + "\"\(name)\" ") == true)
            }
        }

        @Test("of no letters at all in a name is refused as misuse")
        func emptyName() throws {
            try Workspace.with { workspace in
                let file = try workspace.fixture("gt_plain")
                try workspace.refuses(
                    ["register", file, "--as", ""], 2, "graft register: --as: \"\" is not a NAME",
                    hint: "see `graft register --help`")
            }
        }

        @Test("of a name that ours has taken is refused, and names the way out")
        func takenByUs() throws {
            try Workspace.with { workspace in
                let file = try workspace.fixture("gt_plain")
                try workspace.register(file)
                try workspace.refuses(
                    ["register", file], 1,
                    "register gt_plain as a congestion control: \"gt_plain\" is registered already",
                    hint: "see `graft list gt_plain`, or swap it with `graft swap gt_plain FILE`")
                #expect(try workspace.registration("gt_plain")?.state == .live)
            }
        }

        @Test(
            "of a name that a foreign one has taken is refused, linked or not",
            arguments: ["gt_plain", "gt_bare"])
        func takenByOthers(name: String) throws {
            try Workspace.with { workspace in
                let file = try workspace.fixture(name)
                let pins = workspace.places.pins + "_foreign"
                try workspace.bpftool("struct_ops", "register", file, pins)
                try workspace.refuses(
                    ["register", file], 1,
                    "register \(name) as a congestion control: "
                        + "another \"\(name)\" is registered, and not by graft",
                    hint: "see `graft list`, or take another name with --as NAME")
                #expect(try Ours.algorithms().contains(name))
                #expect(try workspace.graft("unregister", "--foreign", name).status == 0)
                if try Folder(pins).exists() { try Folder(pins).removeTree() }
            }
        }

        @Test("of a name that the kernel's own has taken is refused")
        func takenByKernel() throws {
            try Workspace.with { workspace in
                let file = try workspace.fixture("gt_plain")
                try workspace.refuses(
                    ["register", file, "--as", "reno"], 1,
                    "register gt_plain as a congestion control: "
                        + "another \"reno\" is registered, and not by graft",
                    hint: "see `graft list`, or take another name with --as NAME")
            }
        }

        @Test("of one name for two tables is refused as misuse")
        func oneNameForTwo() throws {
            try Workspace.with { workspace in
                let file = try workspace.fixture("gt_pair")
                try workspace.refuses(
                    ["register", file, "--as", "gt_both"], 2,
                    "register gt_pair: it fills 2 hooks, and one name is not enough")
            }
        }

        @Test("that fills no hook is refused")
        func noTable() throws {
            try Workspace.with { workspace in
                let file = try workspace.fixture("gt_watch")
                try workspace.refuses(
                    ["register", file], 1,
                    "register gt_watch: it has no operations table, and no program for a hook that graft can fill"
                )
            }
        }

        // MARK: The host

        @Test("without root is refused, and says what it needs")
        func notRoot() throws {
            try Workspace.with { workspace in
                let file = try workspace.fixture("gt_plain")
                // Readable for everybody, as a user's own file would be.
                try #require(chmod(workspace.folder.path, 0o755) == 0)
                let asNobody = [
                    "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", Workspace.graft,
                ]
                let before = try Ours()
                let register = try workspace.run(asNobody + ["register", file])
                #expect(register.status == 1)
                #expect(
                    register.errors == [
                        "error: change what is registered: Permission denied (EACCES)",
                        "hint: this needs root; try it with sudo",
                    ])
                let list = try workspace.run(asNobody + ["list"])
                #expect(list.status == 1)
                #expect(
                    list.errors == [
                        "error: list what is registered: Operation not permitted (EPERM)",
                        "hint: this needs root; try it with sudo",
                    ])
                #expect(try workspace.run(asNobody + ["inspect", file]).status == 0)
                try Ours.expect(before)
            }
        }

        @Test("without a bpffs to keep it in is refused")
        func noBPFFS() throws {
            try Workspace.with { workspace in
                let file = try workspace.fixture("gt_plain")
                let pins = workspace.folder.path + "/pins"
                try workspace.refuses(
                    ["register", file], 1, "keep a registration in \(pins): it lies in no bpffs",
                    with: ["GRAFT_PINS": pins])
                #expect(try !Folder(pins).exists())
            }
        }

        @Test("on a full disk leaves nothing registered, and works when there is room")
        func fullDisk() throws {
            try Workspace.with { workspace in
                let file = try workspace.fixture("gt_plain")
                let records = workspace.places.records
                try Folder(records).create()
                // Four pages, all of which the test's own file takes but one: the lock's.
                let mounted = try workspace.run([
                    "mount", "-t", "tmpfs", "-o", "size=16k", "gt_full", records,
                ])
                try #require(mounted.status == 0)
                defer { _ = try? workspace.run(["umount", "-l", records]) }
                try File(records + "/gt_ballast").replace(
                    with: [UInt8](repeating: 1, count: 12 << 10))
                let answer = try workspace.refuses(["register", file], 1, nil)
                #expect(
                    answer.errors.first == "error: register gt_plain as a congestion control: "
                        + "No space left on device (ENOSPC)")
                #expect(try Folder(records + "/registrations").namesIfAny() == [])
                try File(records + "/gt_ballast").remove()
                #expect(try workspace.graft("register", file).status == 0)
                #expect(try workspace.graft("unregister", "gt_plain").status == 0)
            }
        }
    }
}

extension Workspace {
    /// Runs graft, and expects a refusal in these words that leaves all as it was.
    @discardableResult
    func refuses(
        _ words: [String], _ status: Int32, _ why: String?, hint: String? = nil,
        with changes: [String: String] = [:], sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Answer {
        let before = try Ours()
        let names = try registry.names()
        let answer = try run([Workspace.graft] + words, with: changes)
        #expect(answer.status == status, sourceLocation: sourceLocation)
        #expect(answer.output == [], sourceLocation: sourceLocation)
        if let why {
            #expect(answer.errors.first == "error: \(why)", sourceLocation: sourceLocation)
        }
        if let hint {
            #expect(answer.errors.dropFirst() == ["hint: \(hint)"], sourceLocation: sourceLocation)
        }
        #expect(try registry.names() == names, sourceLocation: sourceLocation)
        try Ours.expect(before, sourceLocation: sourceLocation)
        return answer
    }
}
