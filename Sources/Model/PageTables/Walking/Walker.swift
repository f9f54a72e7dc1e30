/// Translates addresses by reading the page tables, as the processor does on a TLB miss.
///
///      address:  PML5 index | PML4 index | PDPT index | PD index | PT index | offset
///                     |           |            |           |          |
///      CR3 -> table --+-> table --+--> table --+-> table --+-> table --+-> page
///
/// The walk stops at the first entry that is not present or has a reserved bit set.
/// Intel SDM vol. 3A, sections 4.5.4 and 4.7.
public struct Walker<Memory: PhysicalMemory>: Sendable {
  /// Where the tables are.
  public let memory: Memory
  /// The registers, CR3 among them.
  public let controls: Controls

  @usableFromInline
  let leafReserved: InlineArray<6, UInt64>
  @usableFromInline
  let tableReserved: InlineArray<6, UInt64>

  /// Prepares walks of the space that `controls.cr3` selects.
  @inlinable
  public init(memory: Memory, controls: Controls) {
    self.memory = memory
    self.controls = controls
    leafReserved = InlineArray { index in
      Level(rawValue: index).map { Entry.reservedBits(at: $0, isLeaf: true, controls: controls) } ?? 0
    }
    tableReserved = InlineArray { index in
      Level(rawValue: index).map { Entry.reservedBits(at: $0, isLeaf: false, controls: controls) } ?? 0
    }
  }

  /// Walks to one address. Never fails: what goes wrong is in the outcome.
  @inlinable
  public func walk(_ address: VirtualAddress) -> Walk {
    let rootLevel = controls.mode.rootLevel
    var words = InlineArray<5, UInt64>(repeating: 0)
    var places = InlineArray<5, UInt64>(repeating: 0)
    var rights = Rights.all
    var count = 0
    var outcome = Walk.Outcome.notCanonical
    var next: Level? = controls.mode.isCanonical(address) ? rootLevel : nil
    var table = controls.cr3.root

    while let level = next {
      next = nil
      let place = table.wordAddress(address.index(at: level))
      guard let word = memory.word(at: place) else {
        outcome = .unreadable(level, table: table)
        break
      }
      words[count] = word
      places[count] = place.rawValue
      count += 1
      let entry = Entry(word)
      guard entry[.present] else {
        outcome = .notPresent(level)
        break
      }
      let isLeaf = entry.isLeaf(at: level)
      let reserved = word & (isLeaf ? leafReserved[level.rawValue] : tableReserved[level.rawValue])
      guard reserved == 0 else {
        outcome = .reserved(level, bits: reserved)
        break
      }
      rights = rights.narrowed(by: entry, controls: controls)
      if isLeaf {
        let offset = address.rawValue & (level.span &- 1)
        outcome = .mapped(
          physical: PhysicalAddress(entry.pageAddress(at: level).rawValue | offset),
          size: PageSize(rawValue: level.span) ?? .fourKiB)
      } else {
        table = entry.tableFrame
        next = level.below
      }
    }
    return Walk(
      address: address, rights: rights, outcome: outcome, rootLevel: rootLevel, count: count,
      words: words, places: places)
  }
}
