import Bytes
import Captures
import Diagnostics
import TestSupport
import Testing

/// Memory images of other kinds are named, with how to dump again.
struct ForeignDumpTests {
  private static func error(_ start: [UInt8], at offset: Int = 0) -> String {
    var bytes = [UInt8](repeating: 0, count: 8192)
    bytes.replaceSubrange(offset..<offset + start.count, with: start)
    return Samples.error { () throws(ParseError) in _ = try InputKind.detect(FileBytes(name: "d", bytes)) } ?? ""
  }

  @Test(
    arguments: [
      ("KDUMP   ", "d: is a kdump-compressed dump; "), ("DISKDUMP", "d: is a kdump-compressed dump; "),
      ("makedumpfile", "d: is a flattened dump of makedumpfile; "),
      ("EMiL", "d: is a LiME memory image, which has no registers; "),
      ("AVML", "d: is an AVML memory image, which has no registers; "),
      ("PAGEDU64", "d: is a Windows crash dump; "), ("PAGEDUMP", "d: is a Windows crash dump; "),
      ("MDMP", "d: is a Windows crash dump; "), ("hibr", "d: is a hibernation file of Windows; "),
      ("LibvirtQemudSave", "d: is a saved guest of libvirt (virsh save); "),
      ("QEVM", "d: is a migration stream of QEMU (savevm, migrate); "),
      ("\u{7f}VirtualBox SavedState V2.0", "d: is a saved state of VirtualBox (.sav); "),
      ("Xen saved domain, xl format", "d: is a saved domain of Xen (xl save); "),
    ])
  func named(start: String, expected: String) {
    let error = Self.error(Array(start.utf8))
    #expect(error.hasPrefix(expected + "expected an ELF core with registers: "))
    #expect(error.contains("dump-guest-memory FILE") || error.contains("virsh dump --memory-only"))
  }

  @Test func namedByOtherBytes() {
    for magic in [[0xd2, 0xbe, 0xd2, 0xbe], [0xd0, 0xbe, 0xd2, 0xbe], [0xd2, 0xba, 0xd2, 0xba]] as [[UInt8]] {
      #expect(Self.error(magic).hasPrefix("d: is a suspended state or snapshot of VMware"))
    }
    let xen = [UInt8](repeating: 0xff, count: 8) + Array("XENF".utf8)
    #expect(Self.error(xen).hasPrefix("d: is a saved domain of Xen"))
    #expect(Self.error([0x51, 0x46, 0x49, 0xfb]).hasPrefix("d: is a disk image of QEMU (qcow2); "))
    #expect(Self.error(Array("S1SUSPEND".utf8), at: 4086).hasPrefix("d: is a swap area with a hibernated Linux; "))
  }

  /// A core whose memory holds the mark of a hibernated system.
  @Test func aCore() throws {
    var file = ELFWriter([ELFWriter.Piece(physical: 0x1000, bytes: [UInt8](repeating: 0, count: 8192))]).file
    file.replaceSubrange(4086..<4095, with: Array("S1SUSPEND".utf8))
    #expect(try InputKind.detect(FileBytes(name: "d", file)) == .coreDump)
  }

  /// Bare memory has no signature.
  @Test func bareMemory() {
    #expect(
      Self.error([1])
        == "d: is of no known kind; expected \(InputKind.accepted); bare memory (pmemsave, .vmem, dd) has "
        + "no registers, and tables are not looked for in it")
  }

  /// Headers that are nearly right are told from files of other kinds.
  @Test(
    arguments: [
      (
        "Step,RIP,Symbol,CPL,CR3\n0,0x1,f,0,0x1000\n",
        "d:1:1: error: a column \"Step\"; expected \"step\": names of columns are in lower case, without blanks"
      ),
      (
        "step, rip, symbol, cpl, cr3\n0, 0x1, f, 0, 0x1000\n",
        "d:1:6: error: a column \" rip\"; expected \"rip\": names of columns are in lower case, without blanks"
      ),
      (
        "step,rip,symbol,cpl,cr3,rsp,Accesses\n0,0x1,f,0,0x1000,0,\n",
        "d:1:29: error: a column \"Accesses\"; expected \"accesses\": names of columns are in lower case, without blanks"
      ),
      (
        "step,rip,symbol,cpl,cr3,note \n0,0x1,f,0,0x1000,\n",
        "d:1:25: error: a column \"note \"; expected \"note\": names of columns are in lower case, without blanks"
      ),
      (
        "step,rip,symbol,cpl,cr3\r" + String(repeating: "0,0x1,f,0,0x1000\r", count: 50),
        "d:1:24: error: a line that ends with CR alone; expected LF or CR LF (tr '\\r' '\\n')"
      ),
    ])
  func hints(text: String, expected: String) {
    let found = Samples.error { () throws(ParseError) in
      _ = try InputKind.detect(FileBytes(name: "d", Array(text.utf8)))
    }
    #expect(found?.prefix { $0 != "\n" } == expected[...])
  }

  /// A comment is no header.
  @Test func aScenarioAboutSteps() throws {
    let text = "# A process, step, CPL, CR3\nevents: [{syscall: getpid}]\n"
    #expect(try InputKind.detect(FileBytes(name: "d", Array(text.utf8))) == .scenario)
  }

  /// Columns beyond the five may be called anything.
  @Test(arguments: ["step,rip,symbol,cpl,cr3,My Column\n", "step,rip,symbol,cpl,cr3\r\n0,0x1,f,0,0x1000\r\n"])
  func goodHeaders(text: String) throws {
    #expect(try InputKind.detect(FileBytes(name: "d", Array(text.utf8))) == .stepLog)
  }
}
