import Captures
import Diagnostics
import Foundation
import Recordings
import TestSupport
import Testing
import Timelines

/// Dumps whose notes hold registers that no processor has, or are of another version.
@Suite final class NoteDoubtTests {
  private let folder = NSTemporaryDirectory() + "cr3scope-" + UUID().uuidString

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// The recording of a dump with this note.
  private func recording(_ note: [UInt8], _ options: InputOptions = InputOptions()) throws -> Recording {
    let file = ELFWriter([.init(kind: 4, bytes: note), .init(physical: 0x1000, bytes: ELFWriter.table([:]))]).file
    try Data(file).write(to: URL(fileURLWithPath: folder + "/d.elf"))
    return try InputFile.open(folder + "/d.elf", options).recording
  }

  /// What no processor has: CR0.PG without CR0.PE, and reserved bits of CR3. Intel SDM vol. 3A, section 2.5: bits from
  /// MAXPHYADDR on are reserved but for LAM in bits 61 and 62; bit 63 is only in what is written.
  @Test(
    arguments: [
      (0x8005_0032, 0x1000, "CR0.PG is 1 and CR0.PE is 0, which no processor has: the registers of CPU 0 are wrong"),
      (0x8005_0033, 0x9000_0000_0000_1000, "bits 60, 63 of CR3 of CPU 0 are reserved and set, which no processor has"),
      (0x8005_0033, 1 << 52 | 0x1000, "bit 52 of CR3 of CPU 0 is reserved and set, which no processor has"),
      (0x8005_0033, 1 << 46 | 0x1000, "bit 46 of CR3 of CPU 0 is reserved and set, which no processor has"),
      (0x8005_0033, 1 << 45 | 0x1fff, nil), (0x8005_0033, 0x1000, nil),
    ] as [(UInt64, UInt64, String?)])
  func impossibleRegisters(cr0: UInt64, cr3: UInt64, words: String?) throws {
    let note = ELFWriter.qemuNote(cr0: cr0, cr3: cr3, cr4: 0x20)
    let options = InputOptions(assumptions: Assumptions(physicalBits: 46))
    let warnings = try recording(note, options).notices.filter { $0.severity == .warning }
    #expect(warnings.map(\.message) == (words.map { [$0] } ?? []))
  }

  /// QEMU 7.2 target/i386/arch_dump.c: QEMUCPUSTATE_VERSION is 1, and the structure has 440 bytes, in old versions 432.
  @Test(
    arguments: [
      (1, 440, nil), (1, 432, nil), (1, 448, nil),
      (2, 440, "warning: the QEMU note of CPU 0 is of version 2; expected 1: its registers may be others"),
      (0, 432, "warning: the QEMU note of CPU 0 is of version 0; expected 1: its registers may be others"),
      (2, 448, "error: the QEMU note of CPU 0 is of version 2 with 448 bytes; expected version 1: it is not read"),
    ] as [(UInt32, Int, String?)])
  func versionOfNote(version: UInt32, size: Int, words: String?) throws {
    let note = ELFWriter.qemuNote(cr3: 0x1000, cr4: 0x20, version: version, size: size)
    let recording = try recording(note)
    let notices = recording.notices.map { "\($0.severity): \($0.message)" }
    #expect(notices.filter { $0.contains("version") } == (words.map { [$0] } ?? []))
    #expect(recording.hasRegisters == (words?.hasPrefix("error") != true))
  }
}
