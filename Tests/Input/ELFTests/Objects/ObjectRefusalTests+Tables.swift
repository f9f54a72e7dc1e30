import TestSupport

/// Damaged symbols and relocations.
extension ObjectRefusalTests {
  static let symbols = [
    Case("t.o: at byte 0x250: section 5 (.symtab): entries of 16 bytes; expected 24") {
      $0.set(.entrySize, of: 5, to: 16)
    },
    Case("t.o: at byte 0x250: section 5 (.symtab): 71 bytes; expected a multiple of 24") {
      $0.set(.size, of: 5, to: 71)
    },
    // A link in a circle.
    Case("t.o: at byte 0x250: section 5 (.symtab): section 5 for its names; expected the number of a string table") {
      $0.set(.link, of: 5, to: 5)
    },
    Case("t.o: at byte 0x250: section 5 (.symtab): section 99 for its names; expected the number of a string table") {
      $0.set(.link, of: 5, to: 99)
    },
    Case("t.o: at byte 0x250: section 5 (.symtab): a second symbol table; expected one") {
      $0.set(.type, of: 3, to: 2)
    },
    Case("t.o: at byte 0x98: symbol 1: section 8; expected a number from 1 to 7") { $0.set(symbol: 1, 6, 2, to: 8) },
    Case(
      "t.o: at byte 0x98: symbol 1: the reserved section number 0xff00; expected a section, SHN_UNDEF, SHN_ABS or SHN_COMMON"
    ) { $0.set(symbol: 1, 6, 2, to: 0xff00) },
    Case("t.o: at byte 0x98: symbol 1: a section number in a table; expected that table (SHT_SYMTAB_SHNDX)") {
      $0.set(symbol: 1, 6, 2, to: 0xffff)
    },
    Case("t.o: at byte 0x98: symbol 1: section 9; expected a number from 1 to 8", usesExtendedNumbers: true) {
      $0.set($0.contents[7] + 4, 4, to: 9)
    },
    Case("t.o: at byte 0x98: symbol 1: section 0; expected a number from 1 to 8", usesExtendedNumbers: true) {
      $0.set($0.contents[7] + 4, 4, to: 0)
    },
    Case(
      "t.o: at byte 0x2f0: section 7 (.symtab_shndx): 2 section numbers; expected one for each of the 3 symbols",
      usesExtendedNumbers: true
    ) { $0.set(.size, of: 7, to: 8) },
    Case("t.o: at byte 0x2f0: section 7 (.symtab_shndx): entries of 8 bytes; expected 4", usesExtendedNumbers: true) {
      $0.set(.entrySize, of: 7, to: 8)
    },
    Case(
      "t.o: at byte 0x2f0: section 7 (.symtab_shndx): a second table of section numbers; expected one",
      usesExtendedNumbers: true
    ) {
      $0.set(.type, of: 3, to: 18)
      $0.set(.link, of: 3, to: 5)
    },
  ]

  static let relocations = [
    Case(
      "t.o: at byte 0x210: section 4 (.rela.text): relocations without addends (SHT_REL); "
        + "expected relocations with addends (SHT_RELA), as x86-64 has them"
    ) { $0.set(.type, of: 4, to: 9) },
    Case(
      "t.o: at byte 0x210: section 4 (.rela.text): packed relocations (SHT_CREL); "
        + "expected relocations with addends (SHT_RELA), as x86-64 has them"
    ) { $0.set(.type, of: 4, to: 0x4000_0014) },
    Case("t.o: at byte 0x210: section 4 (.rela.text): relocations of section 8; expected a number below 8") {
      $0.set(.info, of: 4, to: 8)
    },
    Case(
      "t.o: at byte 0x210: section 4 (.rela.text): relocations of section 2 (.bss); expected a section with contents"
    ) {
      $0.set(.info, of: 4, to: 2)
    },
    Case("t.o: at byte 0x210: section 4 (.rela.text): entries of 16 bytes; expected 24") {
      $0.set(.entrySize, of: 4, to: 16)
    },
    Case("t.o: at byte 0x210: section 4 (.rela.text): 47 bytes; expected a multiple of 24") {
      $0.set(.size, of: 4, to: 47)
    },
    Case(
      "t.o: at byte 0x210: section 4 (.rela.text): section 6 for its symbols; expected the number of the symbol table"
    ) { $0.set(.link, of: 4, to: 6) },
    Case(
      "t.o: at byte 0x210: section 4 (.rela.text): section 99 for its symbols; expected the number of the symbol table"
    ) { $0.set(.link, of: 4, to: 99) },
    Case("t.o: at byte 0x68: relocation 1 of section 1 (.text): symbol 3; expected a number below 3") {
      $0.set(relocation: 1, in: 1, 12, 4, to: 3)
    },
    Case(
      "t.o: at byte 0x68: relocation 1 of section 1 (.text): 4 bytes at 0x5; expected a place inside the section (0x8)"
    ) {
      $0.set(relocation: 1, in: 1, 0, 8, to: 5)
    },
    Case(
      "t.o: at byte 0x68: relocation 1 of section 1 (.text): 4 bytes at 0xffffffffffffffff; "
        + "expected a place inside the section (0x8)"
    ) { $0.set(relocation: 1, in: 1, 0, 8, to: .max) },
    Case(
      "t.o: at byte 0x68: relocation 1 of section 1 (.text): 8 bytes at 0x4; expected a place inside the section (0x8)"
    ) {
      $0.set(relocation: 1, in: 1, 8, 4, to: 1)
    },
    Case(
      "t.o: at byte 0x68: relocation 1 of section 1 (.text): 1 bytes at 0x8; expected a place inside the section (0x8)"
    ) {
      $0.set(relocation: 1, in: 1, 8, 4, to: 77)
      $0.set(relocation: 1, in: 1, 0, 8, to: 8)
    },
    Case(
      "t.o: at byte 0x68: relocation 1 of section 1 (.text): 4 bytes at 0xfff; "
        + "expected a place inside the section (0x8 from 0x1000)", .executable
    ) { $0.set(relocation: 1, in: 1, 0, 8, to: 0xfff) },
    Case(
      "t.o: at byte 0x68: relocation 1 of section 1 (.text): 4 bytes at 0x1005; "
        + "expected a place inside the section (0x8 from 0x1000)", .executable
    ) { $0.set(relocation: 1, in: 1, 0, 8, to: 0x1005) },
  ]
}
