// SPDX-License-Identifier: Apache-2.0
import Kernel
import Testing

@testable import KernelLab

@Suite("The first files of a guest")
struct RamdiskTests {
    @Test("are an archive that others can read")
    func archive() throws {
        var cpio = Cpio()
        cpio.folder("a")
        cpio.file("a/one", mode: 0o755, Array("1".utf8))
        cpio.file("a/three", Array("333".utf8))
        let folder = try Folder.temporary()
        defer { try? folder.removeTree() }
        var spawn = Spawn(["busybox", "cpio", "-i"])
        spawn.directory = folder.path
        let finished = try ChildProcess.run(spawn, input: cpio.finished(), limit: .seconds(10))
        #expect(finished.ending == .exited(0))
        #expect(try folder.file("a/one").text() == "1")
        #expect(try folder.file("a/three").text() == "333")
    }

    @Test("name any folder to the shell as it is")
    func quoting() throws {
        let text = "a 'b' $c \\ \"d\""
        let finished = try ChildProcess.run(
            ["sh", "-c", "printf %s " + Ramdisk.quoted(text)], limit: .seconds(10))
        #expect(finished.text == text)
    }

    @Test("load a module after what it needs, and each once")
    func modules() {
        let dependencies = """
            kernel/fs/fuse/fuse.ko.xz:
            kernel/fs/fuse/virtiofs.ko.xz: kernel/fs/fuse/fuse.ko.xz
            kernel/fs/overlayfs/overlay.ko.xz:
            kernel/drivers/virtio/virtio_pci.ko.xz: kernel/v/legacy.ko.xz kernel/v/virtio.ko.xz
            kernel/net/dummy.ko.xz:
            """
        let order = EarlyModules.order(
            of: ["virtio_pci", "virtio_console", "virtiofs", "overlay"], in: dependencies)
        #expect(
            order == [
                "kernel/fs/fuse/fuse.ko.xz", "kernel/fs/fuse/virtiofs.ko.xz",
                "kernel/fs/overlayfs/overlay.ko.xz", "kernel/v/virtio.ko.xz",
                "kernel/v/legacy.ko.xz", "kernel/drivers/virtio/virtio_pci.ko.xz",
            ])
    }
}

@Suite("An image of a kernel")
struct KernelImageTests {
    /// A boot sector, and a payload right behind the setup code.
    private func image(_ magic: [UInt8], length: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 2048)
        bytes[0x1f1] = 1
        bytes.replaceSubrange(0x202..<0x206, with: Array("HdrS".utf8))
        bytes[0x248] = 16
        bytes[0x24c] = UInt8(truncatingIfNeeded: length)
        bytes[0x24d] = UInt8(truncatingIfNeeded: length >> 8)
        bytes.replaceSubrange(1040..<1040 + magic.count, with: magic)
        return bytes
    }

    @Test("tells where its payload lies, without the length at its end, and who unpacks it")
    func payload() {
        let zstd = KernelImage.Payload(image([0x28, 0xb5, 0x2f, 0xfd], length: 600))
        #expect(zstd?.range == 1040..<1636)
        #expect(zstd?.tool == "zstd")
        #expect(KernelImage.Payload(image([0xfd, 0x37, 0x7a, 0x58], length: 600))?.tool == "xz")
    }

    @Test("may be packed by LZ4: literals, a copy that overlaps itself, a long length")
    func lz4() throws {
        // "ab", then 20 bytes from two before (15 + 1 + the least of 4), then "c".
        let block: [UInt8] = [0x2f, 0x61, 0x62, 2, 0, 1, 0x10, 0x63]
        let packed = LZ4.magic + [8, 0, 0, 0] + block
        let text = String(repeating: "ab", count: 11) + "c"
        #expect(try LZ4.unpack(packed) == Array(text.utf8))
        for end in 5..<packed.count {
            #expect(throws: LZ4.Nonsense.self) { try LZ4.unpack(Array(packed[..<end])) }
        }
    }

    @Test("is none when it is cut short, unknown or something else")
    func none() {
        #expect(KernelImage.Payload(image([0x28, 0xb5, 0x2f, 0xfd], length: 4000)) == nil)
        #expect(KernelImage.Payload(image([1, 2, 3, 4], length: 600)) == nil)
        #expect(KernelImage.Payload([UInt8](repeating: 0, count: 4096)) == nil)
        #expect(KernelImage.Payload([]) == nil)
    }
}

@Suite("A console")
struct ConsoleTests {
    @Test("shows the lines that say why, then the last ones")
    func lines() {
        var console = Console()
        console.add(Array("one\n\u{1B}[0mKernel panic - not syncing\r\n\n".utf8))
        for number in 1...9 { console.add(Array("line \(number)\n".utf8)) }
        #expect(
            console.decisiveLines(6) == [
                "[0mKernel panic - not syncing", "line 7", "line 8", "line 9",
            ])
    }

    @Test("keeps the end of what was printed")
    func end() {
        var console = Console()
        console.add([UInt8](repeating: 0x61, count: 1 << 18))
        console.add(Array("the end".utf8))
        #expect(console.bytes.count == 1 << 18)
        #expect(console.bytes.suffix(7) == ArraySlice("the end".utf8))
    }
}
