import ELF
import Recordings

/// The relocations of all code, sorted, the tables of switches, and what is patched into code.
struct CodeSections: Sendable {
  /// By file and section; nil for sections without relocations and those that hold no code.
  let relocations: [[SortedRelocations?]]
  /// The replacements by file and section, sorted by the instruction that they replace.
  private let alternatives: [[Int: [PatchedCode.Alternative]]]
  /// The indirect calls that are replaced by direct ones.
  let replacedCalls: Set<ObjectPlace>
  private let jumps: [[Int: [PatchedCode.Jump]]]
  /// Instructions that are patched, by what cannot be read, by file and section; sorted.
  private let damaged: [[Int: [UInt64]]]
  /// By file whether any of its code may be patched: there are entries of which nothing can be read.
  let hasUnplacedPatches: [Bool]
  /// By file.
  let tables: [SwitchTables]

  /// Sorts what is needed to read code in any order.
  init(_ set: ObjectSet) {
    relocations = set.files.map { file in
      file.sections.enumerated().map { number, section in
        section.isText ? file.relocations(ofSection: number).map { SortedRelocations($0) } : nil
      }
    }
    tables = set.files.indices.map { SwitchTables(set, file: $0) }
    let patches = set.files.indices.map { PatchedCode(set, file: $0) }
    alternatives = patches.enumerated().map { file, patch in
      let own = patch.alternatives.filter { $0.original.file == file }
      return Dictionary(grouping: own, by: \.original.section).mapValues { list in
        list.sorted { $0.original.offset < $1.original.offset }
      }
    }
    // What a table of another file replaces is not read.
    let foreign = patches.enumerated().flatMap { file, patch in
      patch.alternatives.map(\.original).filter { $0.file != file }
    }
    damaged = Self.byPlace(patches.flatMap(\.damaged) + foreign, in: set, \.self).map { sections in
      sections.mapValues { $0.map(\.offset).sorted() }
    }
    hasUnplacedPatches = patches.map { !$0.unplaced.isEmpty }
    replacedCalls = Set(patches.lazy.flatMap(\.replacedCalls))
    jumps = Self.byPlace(patches.flatMap(\.jumps), in: set, \.code).map { sections in
      sections.mapValues { $0.sorted { $0.code.offset < $1.code.offset } }
    }
  }

  /// By the file and the section of their places, in which they keep their order.
  private static func byPlace<Element>(
    _ elements: [Element], in set: ObjectSet, _ place: (Element) -> ObjectPlace
  ) -> [[Int: [Element]]] {
    var grouped = [[Int: [Element]]](repeating: [:], count: set.files.count)
    for element in elements { grouped[place(element).file][place(element).section, default: []].append(element) }
    return grouped
  }

  /// The replacements of instructions in a range of a section.
  func alternatives(in range: Range<UInt64>, of section: Int, file: Int) -> ArraySlice<PatchedCode.Alternative> {
    let list = alternatives[file][section] ?? []
    let first = list.partitionPoint { $0.original.offset < range.lowerBound }
    return list[first..<list.partitionPoint { $0.original.offset < range.upperBound }]
  }

  /// The switched jumps, and those of faults, in a range of a section.
  func jumps(in range: Range<UInt64>, of section: Int, file: Int) -> ArraySlice<PatchedCode.Jump> {
    let list = jumps[file][section] ?? []
    let first = list.partitionPoint { $0.code.offset < range.lowerBound }
    return list[first..<list.partitionPoint { $0.code.offset < range.upperBound }]
  }

  /// The instructions in a range of a section that are patched by what cannot be read.
  func damagedPatches(in range: Range<UInt64>, of section: Int, file: Int) -> ArraySlice<UInt64> {
    let list = damaged[file][section] ?? []
    let first = list.partitionPoint { $0 < range.lowerBound }
    return list[first..<list.partitionPoint { $0 < range.upperBound }]
  }
}
