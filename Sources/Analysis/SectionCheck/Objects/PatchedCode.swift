import Bytes
import ELF

/// Code that stands elsewhere until it is patched in, or that a patched jump leads to: it counts for the place of
/// the instruction that is patched.
struct PatchedCode {
  /// The replacement of an instruction.
  struct Alternative {
    /// The instruction that is replaced.
    let original: ObjectPlace
    /// The section of the replacement.
    let section: Int
    /// Its bytes, from the start of that section.
    let range: Range<Int>
  }

  /// A jump that is switched on and off.
  struct StaticJump {
    /// The instruction that is patched.
    let code: ObjectPlace
    /// Where it jumps to when it is on.
    let target: ObjectPlace
  }

  /// What .altinstructions lists.
  let alternatives: [Alternative]
  /// What __jump_table lists.
  let jumps: [StaticJump]
  /// Indirect calls that the kernel replaces at its start, whatever the processor is: by a direct call to where the
  /// pointer leads then. Nothing reads the pointer from there on.
  let replacedCalls: Set<ObjectPlace>

  /// Reads the tables of file `number` of a set.
  init(_ set: ObjectSet, file number: Int) {
    let file = set.files[number]
    var alternatives: [Alternative] = []
    var jumps: [StaticJump] = []
    var replacedCalls: Set<ObjectPlace> = []
    for (section, header) in file.sections.enumerated() {
      guard let table = file.relocations(ofSection: section) else { continue }
      switch header.name {
      case ".altinstructions":
        alternatives += Self.alternatives(SortedRelocations(table), header, set, number, &replacedCalls)
      case "__jump_table": jumps += Self.jumps(SortedRelocations(table), set, number)
      default: break
      }
    }
    self.alternatives = alternatives
    self.jumps = jumps
    self.replacedCalls = replacedCalls
  }

  /// Reads `struct alt_instr`s: two relocated offsets first, two lengths last.
  ///
  ///      0             4             8        n-2        n-1         n
  ///     +-------------+-------------+--  --+----------+-----------+
  ///     | instruction | replacement | flags| its bytes| its bytes |
  ///     +-------------+-------------+--  --+----------+-----------+
  ///
  /// Linux 6.12 arch/x86/include/asm/alternative.h: n is 14. It was 12, and from 4.1 to 5.12 13 with a third length,
  /// that of the padding, at the end; so it is taken from the distance of the entries.
  private static func alternatives(
    _ table: SortedRelocations, _ header: ObjectSection, _ set: ObjectSet, _ file: Int,
    _ replacedCalls: inout Set<ObjectPlace>
  ) -> [Alternative] {
    var found: [Alternative] = []
    let size = entrySize(table, header)
    var position = 0
    while position + 1 < table.count {
      let (instruction, replacement) = (table[position], table[position + 1])
      guard replacement.offset == instruction.offset + 4 else {
        position += 1
        continue
      }
      position += 2
      let end = header.contents.lowerBound + Int(instruction.offset) + (size == 13 ? 12 : size)
      guard end <= header.contents.upperBound, let length = set.files[file].bytes.byte(at: end - 1), length > 0,
        case .place(let original) = set.target(of: instruction, in: file, distance: 0), set.contains(original),
        case .place(let place) = set.target(of: replacement, in: file, distance: 0), place.file == file,
        let start = Int(exactly: place.offset), start < 1 << 40
      else { continue }
      if size == 14, set.files[file].bytes.littleEndian32(at: end - 6) == replacedCallFlags {
        replacedCalls.insert(original)
      }
      found.append(Alternative(original: original, section: place.section, range: start..<start + Int(length)))
    }
    return found
  }

  /// ALT_CALL_ALWAYS: ALT_FLAG_DIRECT_CALL (bit 17) and X86_FEATURE_ALWAYS (3 * 32 + 21), as all calls through pv_ops
  /// have. Linux 6.12 arch/x86/include/asm/alternative.h, cpufeatures.h.
  private static let replacedCallFlags: UInt32 = 1 << 17 | (3 * 32 + 21)

  private static func entrySize(_ table: SortedRelocations, _ header: ObjectSection) -> Int {
    let starts = stride(from: 0, to: min(table.count, 8), by: 2).map { Int(table[$0].offset) }
    guard starts.count > 1 else { return header.contents.count - (starts.first ?? 0) }
    return zip(starts, starts.dropFirst()).map { $1 - $0 }.min() ?? 14
  }

  /// Reads `struct jump_entry`s: the code, the target and the key, each relative to itself, in 4, 4 and 8 bytes.
  ///
  /// Linux 6.12 include/linux/jump_label.h. The key is data of the patching code, not of the code that is patched.
  private static func jumps(_ table: SortedRelocations, _ set: ObjectSet, _ file: Int) -> [StaticJump] {
    var found: [StaticJump] = []
    var position = 0
    while position + 1 < table.count {
      let (code, target) = (table[position], table[position + 1])
      position += 1
      guard code.kind == .relative32, target.kind == .relative32, target.offset == code.offset + 4,
        code.offset % 16 == 0,
        case .place(let from) = set.target(of: code, in: file, distance: 0), set.contains(from),
        case .place(let to) = set.target(of: target, in: file, distance: 0)
      else { continue }
      found.append(StaticJump(code: from, target: to))
    }
    return found
  }
}
