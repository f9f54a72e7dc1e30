import Bytes
import ELF

/// Code that stands elsewhere until it is patched in, or that a patched jump leads to: it counts for the place of
/// the instruction that is patched.
struct PatchedCode {
  /// The replacement of an instruction; of one that becomes NOPs there are no bytes.
  struct Alternative {
    /// The instruction that is replaced.
    let original: ObjectPlace
    /// The section of the replacement.
    let section: Int
    /// Its bytes, from the start of that section.
    let range: Range<Int>
  }

  /// A jump that is no instruction: one that is switched on and off, or that a fault makes.
  struct Jump {
    /// The instruction that is patched, or that faults.
    let code: ObjectPlace
    /// Where control goes.
    let target: ObjectPlace
    /// Which of the two it is.
    let origin: ObjectFinding.Origin
  }

  /// What .altinstructions lists.
  private(set) var alternatives: [Alternative] = []
  /// What __jump_table and __ex_table list.
  private(set) var jumps: [Jump] = []
  /// Indirect calls that the kernel replaces at its start, whatever the processor is: by a direct call to where the
  /// pointer leads then. Nothing reads the pointer from there on.
  private(set) var replacedCalls: Set<ObjectPlace> = []
  /// Instructions that are patched, by what cannot be read; one for each entry.
  private(set) var damaged: [ObjectPlace] = []
  /// Where entries are, in the tables, of which not even the instruction can be read; one for each entry.
  private(set) var unplaced: [ObjectPlace] = []

  /// Reads the tables of file `number` of a set.
  init(_ set: ObjectSet, file number: Int) {
    let file = set.files[number]
    replacementsLeft = min(2 * file.bytes.count, 4 << 20)
    for (section, header) in file.sections.enumerated() where !header.contents.isEmpty {
      guard [".altinstructions", "__jump_table", "__ex_table"].contains(header.name) else { continue }
      guard let relocations = file.relocations(ofSection: section) else {
        // A final link fills its tables in, and leaves no relocations.
        if !file.isLinked { unplaced.append(ObjectPlace(file: number, section: section, offset: 0)) }
        continue
      }
      let table = PatchTable(set, file: number, section: section, SortedRelocations(relocations))
      switch header.name {
      case "__jump_table": readStaticJumps(table)
      case "__ex_table": readFixups(table)
      default: readAlternatives(table)
      }
    }
  }

  /// Reads `struct alt_instr`s: two relocated offsets first, two lengths last.
  ///
  ///      0             4             8        n-2        n-1         n
  ///     +-------------+-------------+--  --+----------+-----------+
  ///     | instruction | replacement | flags| its bytes| its bytes |
  ///     +-------------+-------------+--  --+----------+-----------+
  ///
  /// Linux 6.12 arch/x86/include/asm/alternative.h: n is 14. It was 12, and from 4.1 to 5.12 13 with a third length,
  /// that of the padding, at the end.
  private mutating func readAlternatives(_ given: PatchTable) {
    var table = given
    let size = table.entrySize(of: [14, 13, 12])
    for entry in table.entries(size: size) {
      guard let original = table.place(at: entry) else {
        unplaced.append(table.site(of: entry))
        continue
      }
      let end = entry + (size == 13 ? 12 : size)
      guard let length = table.byte(at: end - 1), let place = table.replacement(at: entry + 4, of: length),
        place.file == original.file
      else {
        damaged.append(original)
        continue
      }
      if size == 14, table.number(at: end - 6) == Self.replacedCallFlags { replacedCalls.insert(original) }
      replacementsLeft -= Int(length) + Self.relocationCost * table.relocationCount(at: place, of: length)
      guard replacementsLeft >= 0 else {
        damaged.append(original)
        continue
      }
      let start = Int(place.offset)
      alternatives.append(
        Alternative(original: original, section: place.section, range: start..<start + Int(length)))
    }
    if let rest = table.rest(behind: size) { unplaced.append(table.site(of: rest)) }
  }

  /// How many bytes of replacements of the file may still be read: twice its size, at most 4 MiB. The limit is our own:
  /// entries that share their replacements in any way would take quadratic time. A relocation in them counts as some
  /// bytes.
  private var replacementsLeft: Int
  private static let relocationCost = 8

  /// ALT_CALL_ALWAYS: ALT_FLAG_DIRECT_CALL (bit 17) and X86_FEATURE_ALWAYS (3 * 32 + 21), as all calls through pv_ops
  /// have. Linux 6.12 arch/x86/include/asm/alternative.h, cpufeatures.h.
  private static let replacedCallFlags: UInt32 = 1 << 17 | (3 * 32 + 21)

  /// Reads `struct jump_entry`s: the code, the target and the key, each relative to itself, in 4, 4 and 8 bytes.
  ///
  /// Linux 6.12 include/linux/jump_label.h. The key is data of the patching code, not of the code that is patched.
  /// Without CONFIG_HAVE_ARCH_JUMP_LABEL_RELATIVE the three are addresses of 8 bytes each.
  private mutating func readStaticJumps(_ table: PatchTable) {
    readJumps(table, size: table.isRelative ? 16 : 24, .staticJump)
  }

  /// Reads `struct exception_table_entry`s: the instruction that may fault, where control goes on then, and how, in 4 bytes
  /// each.
  ///
  /// Linux 6.12 arch/x86/include/asm/extable.h. Before commit 46d28947d987 the third is the place of a function,
  /// `ex_handler_default` or such; before 548acf19234d there are the first two alone, and before 706276543b69 they are
  /// addresses of 8 bytes.
  private mutating func readFixups(_ table: PatchTable) {
    let hasHandlers = table.targetName(at: 8)?.hasPrefix("ex_handler_") ?? false
    readJumps(table, size: !table.isRelative ? 16 : hasHandlers ? 12 : table.entrySize(of: [12, 8]), .fixup)
  }

  /// Reads entries of a size that begin with an instruction and where control goes from it.
  private mutating func readJumps(_ table: PatchTable, size: Int, _ origin: ObjectFinding.Origin) {
    let field = table.isRelative ? 4 : 8
    for entry in table.entries(size: size) {
      guard let from = table.place(at: entry) else {
        unplaced.append(table.site(of: entry))
        continue
      }
      guard case .place(let to)? = table.target(at: entry + field) else {
        damaged.append(from)
        continue
      }
      jumps.append(Jump(code: from, target: to, origin: origin))
    }
    if let rest = table.rest(behind: size) { unplaced.append(table.site(of: rest)) }
  }
}
