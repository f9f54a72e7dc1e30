import Bytes
import Diagnostics

/// A kind of memory image that is not read, told by its first bytes. Such input is refused with what to do instead.
enum ForeignDump: CaseIterable {
  /// makedumpfile's compressed format, also QEMU's after rearranging: makedumpfile 1.7 IMPLEMENTATION, struct
  /// disk_dump_header; diskdump before it.
  case kdump
  /// The same as a stream: makedumpfile 1.7 makedumpfile.h, MAKEDUMPFILE_SIGNATURE.
  case flattened
  /// Linux Memory Extractor: github.com/504ensicsLabs/LiME, doc/README.md, "EMiL".
  case lime
  /// The compressed format of github.com/microsoft/avml.
  case avml
  /// Crash dumps of Windows: qemu 7.2 include/qemu/win_dump_defs.h; minidumps.
  case windows
  /// Hibernation files of Windows.
  case windowsHibernation
  /// Suspended states and snapshots of VMware: open-vm-tools and volatility 2 plugins/addrspaces/vmware.py.
  case vmware
  /// Saved guests of libvirt: src/qemu/qemu_saveimage.h.
  case libvirt
  /// QEMU's migration stream: migration/qemu-file-types.h, QEMU_VM_FILE_MAGIC.
  case migration
  /// Disk images of QEMU, which hold the states of savevm: docs/interop/qcow2.txt.
  case qcow
  /// Saved states of VirtualBox.
  case virtualBox
  /// Saved domains of Xen: docs/specs/libxc-migration-stream.pandoc and tools/xl.
  case xen
  /// A swap area with a hibernated Linux: 6.12 kernel/power/swap.c, HIBERNATE_SIG.
  case hibernation

  /// Throws if `bytes` are of such a kind.
  static func refuse(_ bytes: FileBytes) throws(ParseError) {
    guard let kind = allCases.first(where: { $0.matches(bytes) }) else { return }
    throw ParseError(file: bytes.name, found: kind.found, expected: "an ELF core with registers: \(kind.advice)")
  }

  /// What is said of a file of no known kind that may be bare memory; empty if it is none.
  static func hint(_ bytes: FileBytes) -> String {
    let start = min(bytes.count, 4096)
    guard start > 0, bytes.count % 4096 == 0, (0..<start).contains(where: { bytes.byte(at: $0) == 0 }) else {
      return ""
    }
    return "; bare memory (pmemsave, .vmem, dd) has no registers and no tables can be found in it"
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
    case .windowsHibernation: return at(0, "hibr", "HIBR", "wake", "WAKE", "RSTR")
    case .vmware:
      let words: [(UInt8, UInt8)] = [(0xd0, 0xd0), (0xd1, 0xd1), (0xd0, 0xd2), (0xd2, 0xd2), (0xd3, 0xd3)]
      return [(0, [0xd1, 0xba, 0xd1, 0xba])] + words.map { (0, [$0.0, 0xbe, $0.1, 0xbe]) }
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

  private var advice: String {
    let dump = "'dump-guest-memory FILE' in QEMU's monitor"
    switch self {
    case .kdump: return "\(dump), without -z, -l, -s; after a crash /proc/vmcore itself or 'makedumpfile -E'"
    case .flattened:
      return "\(dump), without -z, -l, -s ('makedumpfile -R OUT < FILE' rearranges this one, but keeps it compressed)"
    case .lime, .avml, .windowsHibernation, .hibernation: return "run the system as a guest, and \(dump)"
    case .windows: return "\(dump), without -w"
    case .vmware: return "\(dump); of VMware's files vmss2core makes a core, but one without control registers"
    case .libvirt: return "restore it, then 'virsh dump --memory-only DOMAIN FILE'"
    case .migration, .qcow: return "load it (loadvm, -incoming), then \(dump)"
    case .virtualBox: return "\(dump); 'VBoxManage debugvm VM dumpvmcore' makes a core, but without QEMU's note"
    case .xen: return "\(dump); 'xl dump-core' makes another kind, which is not read"
    }
  }
}
