import Bytes
import Diagnostics
import ELF

/// A kind of memory image that is not read, told by its first bytes. Such input is refused with what to do instead.
enum ForeignDump: CaseIterable {
  /// makedumpfile's compressed format, also QEMU's: KDUMP_SIGNATURE in diskdump_mod.h of makedumpfile 1.7; and that of
  /// diskdump before it: src/kdumpfile/diskdump.c of libkdumpfile 0.5, struct disk_dump_header_64.
  case kdump
  /// A dump of makedumpfile as a stream: MAKEDUMPFILE_SIGNATURE in makedumpfile.h of makedumpfile 1.7.
  case flattened
  /// Linux Memory Extractor: "EMiL", LIME_MAGIC in src/lime.h of github.com/504ensicsLabs/LiME.
  case lime
  /// The compressed format of github.com/microsoft/avml: AVML_MAGIC in src/image.rs.
  case avml
  /// Crash dumps of Windows: include/qemu/win_dump_defs.h of QEMU 7.2; minidumps: MINIDUMP_SIGNATURE in
  /// include/dbghelp.h of Wine.
  case windows
  /// Hibernation files of Windows: "hibr" and "wake" in the wiki of github.com/volatilityfoundation/volatility, "Hiber
  /// Address Space"; "RSTR" in src/hiberfil.rs of the crate memf-format 0.2; "HIBR", since Windows 8, in the plugin
  /// `hibernation` of Volatility 3.
  case windowsHibernation
  /// Suspended states and snapshots of VMware: vmware_vmss.h of crash 8, and
  /// volatility/plugins/addrspaces/vmware.py of Volatility 2.6.
  case vmware
  /// Saved guests of libvirt: QEMU_SAVE_MAGIC and QEMU_SAVE_PARTIAL in src/qemu/qemu_saveimage.h.
  case libvirt
  /// QEMU's migration stream: QEMU_VM_FILE_MAGIC in migration/savevm.h of QEMU 7.2.
  case migration
  /// Disk images of QEMU, which hold the states of savevm: docs/interop/qcow2.txt of QEMU 7.2.
  case qcow
  /// Saved states of VirtualBox: SSMFILEHDR_MAGIC_BASE in src/VBox/VMM/VMMR3/SSM.cpp.
  case virtualBox
  /// Saved domains of Xen: `savefileheader_magic` in tools/xl/xl.h, and the image header in
  /// docs/specs/libxc-migration-stream.pandoc.
  case xen
  /// A swap area with a hibernated Linux: HIBERNATE_SIG and struct swsusp_header in kernel/power/swap.c of Linux 6.12, with
  /// pages of 4 KiB.
  case hibernation

  /// Throws if `bytes` are of such a kind; a core may hold anything behind its header.
  static func refuse(_ bytes: FileBytes) throws(ParseError) {
    guard !ELFHeader.isELF(bytes), let kind = allCases.first(where: { $0.matches(bytes) }) else { return }
    throw ParseError(file: bytes.name, found: kind.found, expected: "an ELF core with registers: \(kind.advice)")
  }

  /// What is said of a file of no known kind that may be bare memory: whole pages, with a 0 in the first one. Empty if it is
  /// none.
  static func hint(_ bytes: FileBytes) -> String {
    let start = min(bytes.count, 4096)
    guard start > 0, bytes.count % 4096 == 0, (0..<start).contains(where: { bytes.byte(at: $0) == 0 }) else {
      return ""
    }
    return "; bare memory (pmemsave, .vmem, dd) has no registers, and tables are not looked for in it"
  }

  private func matches(_ bytes: FileBytes) -> Bool {
    signatures.contains { signature in
      signature.bytes.indices.allSatisfy { bytes.byte(at: signature.offset + $0) == signature.bytes[$0] }
    }
  }

  /// What such files start with, or have at another place.
  private var signatures: [(offset: Int, bytes: [UInt8])] {
    func at(_ offset: Int = 0, _ texts: String...) -> [(offset: Int, bytes: [UInt8])] {
      texts.map { (offset, Array($0.utf8)) }
    }
    switch self {
    case .kdump: return at(0, "KDUMP   ", "DISKDUMP")
    case .flattened: return at(0, "makedumpfile\0\0\0\0")
    case .lime: return at(0, "EMiL")
    case .avml: return at(0, "AVML")
    case .windows: return at(0, "PAGEDU64", "PAGEDUMP", "MDMP")
    case .windowsHibernation: return at(0, "hibr", "HIBR", "wake", "RSTR")
    case .vmware:
      // 0xbed0bed0, 0xbed2bed2, 0xbed3bed3, 0xbad1bad1 and 0xbad2bad2 of crash, and 0xbed2bed0 of Volatility.
      return [
        (0, [0xd0, 0xbe, 0xd0, 0xbe]), (0, [0xd2, 0xbe, 0xd2, 0xbe]), (0, [0xd3, 0xbe, 0xd3, 0xbe]),
        (0, [0xd1, 0xba, 0xd1, 0xba]), (0, [0xd2, 0xba, 0xd2, 0xba]), (0, [0xd0, 0xbe, 0xd2, 0xbe]),
      ]
    case .libvirt: return at(0, "LibvirtQemudSave", "LibvirtQemudPart")
    case .migration: return at(0, "QEVM")
    case .qcow: return [(0, [0x51, 0x46, 0x49, 0xfb])]
    case .virtualBox: return at(0, "\u{7f}VirtualBox SavedState")
    case .xen: return at(0, "Xen saved domain") + [(0, [UInt8](repeating: 0xff, count: 8) + Array("XENF".utf8))]
    case .hibernation: return at(4086, "S1SUSPEND")
    }
  }

  private var found: String {
    switch self {
    case .kdump: "is a kdump-compressed dump"
    case .flattened: "is a flattened dump of makedumpfile"
    case .lime: "is a LiME memory image, which has no registers"
    case .avml: "is an AVML memory image, which has no registers"
    case .windows: "is a Windows crash dump"
    case .windowsHibernation: "is a hibernation file of Windows"
    case .vmware: "is a suspended state or snapshot of VMware (.vmss, .vmsn)"
    case .libvirt: "is a saved guest of libvirt (virsh save)"
    case .migration: "is a migration stream of QEMU (savevm, migrate)"
    case .qcow: "is a disk image of QEMU (qcow2)"
    case .virtualBox: "is a saved state of VirtualBox (.sav)"
    case .xen: "is a saved domain of Xen (xl save)"
    case .hibernation: "is a swap area with a hibernated Linux"
    }
  }

  /// How to get a dump that is read. dump-guest-memory: hmp-commands.hx of QEMU 7.2; -E, -F and -R: makedumpfile(8);
  /// dumpvmcore: include/VBox/vmm/dbgfcorefmt.h of VirtualBox; dump-core: docs/misc/dump-core-format.txt of Xen.
  private var advice: String {
    let dump = "'dump-guest-memory FILE' in QEMU's monitor"
    switch self {
    case .kdump:
      return
        "\(dump), without -z, -l, -s; after a crash /proc/vmcore, or 'makedumpfile -E' of it, which has no CR3 (--cr3)"
    case .flattened:
      return
        "\(dump), without -z, -l, -s ('makedumpfile -R OUT < FILE' makes an ELF core of this one only if it was made with -E)"
    case .lime, .avml, .windowsHibernation, .hibernation, .vmware: return "run the system as a guest, and \(dump)"
    case .windows: return "\(dump), without -w"
    case .libvirt: return "restore it, then 'virsh dump --memory-only DOMAIN FILE'"
    case .migration, .qcow: return "load it (loadvm, -incoming), then \(dump)"
    case .virtualBox: return "\(dump); 'VBoxManage debugvm VM dumpvmcore' makes a core, but without QEMU's note"
    case .xen: return "\(dump); 'xl dump-core' makes another kind, which is not read"
    }
  }
}
