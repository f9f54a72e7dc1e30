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

  /// The bits that are reserved in every entry, whatever its level.
  @usableFromInline
  let reservedAnywhere: UInt64

  /// Prepares walks of the space that `controls.cr3` selects.
  @inlinable
  public init(memory: Memory, controls: Controls) {
    self.memory = memory
    self.controls = controls
    reservedAnywhere = Entry.reservedBits(at: .pt, isLeaf: false, controls: controls)
  }

  /// Walks to one address. Never fails: what goes wrong is in the outcome.
  @inlinable
  public func walk(_ address: VirtualAddress) -> Walk {
    let mode = controls.mode
    var words = InlineArray<5, UInt64>(repeating: 0)
    var count = 0
    var allowed = UInt64.max
    var outcome = Walk.Outcome.notCanonical
    var level = mode.rootLevel
    var table = controls.cr3.root
    // The condition does not change; nothing is walked if it is false.
    while mode.isCanonical(address) {
      guard let word = memory.word(at: table.wordAddress(address.index(at: level))) else {
        outcome = .unreadable(level, table: table)
        break
      }
      words[count] = word
      count &+= 1
      let entry = Entry(word)
      guard entry[.present] else {
        outcome = .notPresent(level)
        break
      }
      let reserved = word & (reservedAnywhere | Entry.reservedBits(at: level, isLeaf: entry.isLeaf(at: level)))
      guard reserved == 0 else {
        outcome = .reserved(level, bits: reserved)
        break
      }
      allowed &= word ^ Entry.Bit.noExecute.mask
      guard !entry.isLeaf(at: level), let below = level.below else {
        let offset = address.rawValue & (level.span &- 1)
        outcome = .mapped(
          physical: PhysicalAddress(entry.pageAddress(at: level).rawValue | offset),
          size: level == .pt ? .fourKiB : level == .pd ? .twoMiB : .oneGiB)
        break
      }
      table = entry.tableFrame
      level = below
    }
    return Walk(
      address: address, rights: Rights(allowed: allowed), outcome: outcome, root: controls.cr3.root,
      rootLevel: mode.rootLevel, count: count, words: words)
  }
}
