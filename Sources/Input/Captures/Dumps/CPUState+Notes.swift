import Bytes
import ELF
import PageTables

extension CPUState {
  /// Reads the "QEMU" note of one processor; nil if its contents are too short.
  ///
  ///      0       4    8             136 144    152           392                432
  ///     +-------+----+--- ... -----+---+------+----- ... ---+------------------+---------
  ///     |version|size|rax ... r15  |rip|rflags|cs, ds, ...  |cr0 cr1 cr2 cr3 cr4| GS base
  ///     +-------+----+--- ... -----+---+------+----- ... ---+------------------+---------
  ///
  /// QEMU 7.2 target/i386/arch_dump.c, struct QEMUCPUState; ten segments of 24 bytes, selector first. What the version
  /// says is left to ``NoteVersion``.
  init?(qemuNote contents: Range<Int>, in bytes: FileBytes) {
    guard contents.count >= 432 else { return nil }
    func word(_ offset: Int) -> UInt64 { bytes.littleEndian64(at: contents.lowerBound + offset) ?? 0 }
    self.init(
      controls: Controls(cr0: word(392), cr3: CR3(word(416)).readBack, cr4: word(424)),
      storedCR3: CR3(word(416)), cpl: Int(word(152) & 3),
      rip: VirtualAddress(word(136)), rsp: VirtualAddress(word(56)), rflags: word(144))
  }

  /// Reads an NT_PRSTATUS note, which has no control registers: what stands there is unknown.
  ///
  /// Linux 6.12 include/linux/elfcore.h, struct elf_prstatus: pr_reg at 112; arch/x86/include/uapi/asm/ptrace.h:
  /// rip is register 16, cs 17, eflags 18, rsp 19.
  init?(processStatus contents: Range<Int>, in bytes: FileBytes) {
    guard contents.count >= 112 + 20 * 8 else { return nil }
    func register(_ number: Int) -> UInt64 {
      bytes.littleEndian64(at: contents.lowerBound + 112 + number * 8) ?? 0
    }
    self.init(
      controls: .unknown(besides: []), cpl: Int(register(17) & 3), rip: VirtualAddress(register(16)),
      rsp: VirtualAddress(register(19)), rflags: register(18))
  }
}

extension Controls {
  /// What is assumed where a dump has no control registers: those of a usual Linux with 4 levels, all marked unknown, and
  /// `others` too.
  static func unknown(besides others: Unknown) -> Controls {
    var controls = Controls.linux(cr3: CR3(0))
    controls.unknown = others.union([.cr0, .cr3, .cr4])
    return controls
  }
}
