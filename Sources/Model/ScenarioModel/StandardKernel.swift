import Isolation
import PageTables

/// The kernel that scenarios start from: Linux 6.12 in small.
///
/// Sections stand at Linux's addresses (Documentation/arch/x86/x86_64/mm.rst, KASLR off). What entries need
/// is laid out as in the recordings of a real 6.12 that ship in samples/captures; the split of the rest into
/// exposed and private sections is this project's, since no kernel has it.
package enum StandardKernel {
  /// The sections, by address.
  package static let sections: [Section] =
    userSections + directMapSections + stackSections + entrySections + imageSections

  private static let userSections: [Section] = [
    user("user text", 0x6000_1000, physical: 0x340_0000, pages: 1, isExecutable: true),
    user("user data", 0x6000_3000, physical: 0x340_1000, pages: 2, isWritable: true),
    user("user stack", 0x7fff_ffff_c000, physical: 0x340_4000, pages: 3, isWritable: true),
  ]

  private static let directMapSections: [Section] = [
    Section(
      "direct map", .directMap,
      [piece(0xffff_8880_0000_0000, physical: 0, pages: 64, size: .twoMiB, isWritable: true)]),
    Section(
      "task", .exposedLocal, [piece(0xffff_8880_0050_0000, physical: 0x50_0000, pages: 2, isWritable: true)],
      copies: .perProcess(address: 0x1_0000, physical: 0x1_0000)),
    Section("slab", .privateKernel, [piece(0xffff_8880_0080_0000, physical: 0x80_0000, pages: 16, isWritable: true)]),
    Section(
      "page cache", .privateKernel, [piece(0xffff_8880_0280_0000, physical: 0x280_0000, pages: 16, isWritable: true)]),
    Section("cpu_tss_rw", .entry, [piece(tss, physical: 0x7a0_6000, pages: 1, isWritable: true)]),
    Section(
      ".data..percpu..exposed", .exposedGlobal,
      [piece(0xffff_8880_07a2_a000, physical: 0x7a2_a000, pages: 1, isWritable: true)]),
    Section(
      ".data..percpu", .privateKernel, [piece(0xffff_8880_07a2_b000, physical: 0x7a2_b000, pages: 4, isWritable: true)]),
  ]

  private static let stackSections: [Section] = [
    Section(
      kernelStack, .exposedLocal,
      [piece(stackTop - 0x4000, physical: 0x60_0000, pages: 4, isWritable: true)], copies: .perThread(stackDistance))
  ]

  /// What the user half of page-table isolation maps of the kernel, as samples/captures/dump has it.
  private static let entrySections: [Section] = [
    Section(
      "cpu_entry_area", .entry,
      [
        area(0x0, physical: 0x1be_2000, pages: 1), area(0x1000, physical: 0x7a0_b000, pages: 1),
        area(0x2000, physical: 0x7a1_4000, pages: 1, isWritable: true),
        area(0x3000, physical: 0x7a0_6000, pages: 5),
        area(0x9000, physical: 0x7a0_c000, pages: 2, isWritable: true),
        area(0xc000, physical: 0x7a0_e000, pages: 2, isWritable: true),
        area(0xf000, physical: 0x7a1_0000, pages: 2, isWritable: true),
        area(0x1_2000, physical: 0x7a1_2000, pages: 2, isWritable: true),
        area(0x1_b000, physical: 0x7a0_1000, pages: 1, isWritable: true),
      ]),
    Section(espfix, .entry, [piece(0xffff_ff37_0000_3000, physical: 0x14_7000, pages: 1, isGlobal: true)]),
    Section(".entry.text", .entry, [image(0x140_0000, isExecutable: true, isGlobal: true)]),
  ]

  private static let imageSections: [Section] = [
    Section(".text", .text, [image(0x100_0000, isExecutable: true)]),
    Section(".text..exposed", .exposedText, [image(0x120_0000, isExecutable: true)]),
    Section(".rodata", .text, [image(0x160_0000)]),
    Section(".data..exposed", .exposedGlobal, [data(0x180_0000)]),
    Section(".data", .privateKernel, [data(0x190_0000)]),
    Section(".bss", .privateKernel, [data(0x1c0_0000)]),
  ]

  /// What RFC v2 of A. Chartre maps: the whole kernel image, data included, the cpu entry area, the session and
  /// other per-CPU variables, the current task and the current stack. LKML 11 July 2019, patches 0 and 15.
  static let asiRanges = [
    ".entry.text", ".text", ".text..exposed", ".rodata", ".data..exposed", ".data", ".bss", "cpu_entry_area", "espfix",
    "cpu_tss_rw", ".data..percpu..exposed", "task", kernelStack,
  ]

  /// The name of the section of kernel stacks.
  package static let kernelStack = "kernel stack"

  /// The top of the first thread's kernel stack; those of the others lie `stackDistance` bytes from each other.
  package static let stackTop: UInt64 = 0xffff_c900_0010_4000
  /// What lies between the kernel stacks of two threads, the guard page included.
  package static let stackDistance: UInt64 = 0x8000
  /// The per-CPU address of the TSS.
  package static let tss: UInt64 = 0xffff_8880_07a0_6000

  /// The name of the section that is mapped 65,536 times, 64 KiB from each other.
  package static let espfix = "espfix"

  private static func piece(
    _ start: UInt64, physical: UInt64, pages: Int, size: PageSize = .fourKiB, isWritable: Bool = false,
    isExecutable: Bool = false, isGlobal: Bool = false
  ) -> Section.Piece {
    Section.Piece(
      start: VirtualAddress(start), physical: PhysicalAddress(physical), pages: pages, pageSize: size,
      isWritable: isWritable, isExecutable: isExecutable, isGlobal: isGlobal)
  }

  private static func user(
    _ name: String, _ start: UInt64, physical: UInt64, pages: Int, isWritable: Bool = false, isExecutable: Bool = false
  ) -> Section {
    let piece = piece(start, physical: physical, pages: pages, isWritable: isWritable, isExecutable: isExecutable)
    return Section(name, .user, [piece], copies: .perProcess(address: 0, physical: 0x1_0000))
  }

  private static func area(_ offset: UInt64, physical: UInt64, pages: Int, isWritable: Bool = false) -> Section.Piece {
    piece(0xffff_fe00_0000_0000 + offset, physical: physical, pages: pages, isWritable: isWritable, isGlobal: true)
  }

  /// 2 MiB of the kernel image, which Linux maps at 0xffffffff80000000 plus the physical address.
  private static func image(_ physical: UInt64, isExecutable: Bool = false, isGlobal: Bool = false) -> Section.Piece {
    piece(
      0xffff_ffff_8000_0000 + physical, physical: physical, pages: 1, size: .twoMiB, isExecutable: isExecutable,
      isGlobal: isGlobal)
  }

  private static func data(_ physical: UInt64) -> Section.Piece {
    piece(0xffff_ffff_8000_0000 + physical, physical: physical, pages: 16, isWritable: true)
  }
}
