/// Where an address leads, and what the entries on the way allow.
public struct Translation: Hashable, Sendable {
  /// The physical address of the byte.
  public let physical: PhysicalAddress
  /// The size of the page.
  public let size: PageSize
  /// What the entries met allow together.
  public let rights: Rights

  @usableFromInline
  init(physical: PhysicalAddress, size: PageSize, rights: Rights) {
    self.physical = physical
    self.size = size
    self.rights = rights
  }
}

extension Walker {
  /// Translates one address without keeping the entries met; nil if ``walk(_:)`` would not end in a page.
  ///
  /// The same answers as ``walk(_:)`` gives, for callers that need no reasons and many translations.
  @inlinable
  public func translate(_ address: VirtualAddress) -> Translation? {
    let mode = controls.mode
    guard mode.isCanonical(address) else { return nil }
    var allowed = UInt64.max
    var table = controls.cr3.root.address.rawValue
    var shift = mode.rootLevel.shift
    while true {
      // Bits 11 to 3 of the entry's place are the index in the table.
      let place = table | (address.rawValue &>> (shift &- 3)) & 0xff8
      guard let word = memory.word(at: PhysicalAddress(place)), word & 1 != 0 else { return nil }
      allowed &= word ^ Entry.Bit.noExecute.mask
      let isLargePage = word & Entry.Bit.pageSize.mask != 0 && shift <= 30
      if shift == 12 || isLargePage || word & reservedAnywhere != 0 || shift > 30 && word & 0x80 != 0 {
        return end(at: word, shift: shift, address: address, allowed: allowed)
      }
      table = word & Entry.frameMask
      shift &-= 9
    }
  }

  /// The translation that a leaf gives; nil if it is none, or malformed.
  @inlinable
  func end(at word: UInt64, shift: UInt64, address: VirtualAddress, allowed: UInt64) -> Translation? {
    let level: Level = shift == 12 ? .pt : shift == 21 ? .pd : .pdpt
    let reserved = reservedAnywhere | Entry.reservedBits(at: level, isLeaf: true)
    guard shift <= 30, word & reserved == 0 else { return nil }
    let mask = (1 &<< shift) &- 1
    return Translation(
      physical: PhysicalAddress(word & Entry.frameMask & ~mask | address.rawValue & mask),
      size: level == .pt ? .fourKiB : level == .pd ? .twoMiB : .oneGiB, rights: Rights(allowed: allowed))
  }
}
