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
    var seen: UInt64 = 0
    var entry: UInt64 = 0
    var table = controls.cr3.root.address.rawValue
    var shift = mode.rootLevel.shift
    while true {
      // Bits 11 to 3 of the entry's place are the index in the table.
      let place = table | (address.rawValue &>> (shift &- 3)) & 0xff8
      guard let word = memory.word(at: PhysicalAddress(place)), word & 1 != 0 else { return nil }
      allowed &= word ^ Entry.Bit.noExecute.mask
      seen |= word
      entry = word
      if shift == 12 || word & Entry.Bit.pageSize.mask != 0 { break }
      table = word & FrameNumber.mask
      shift &-= 9
    }
    // Bits that are reserved at every level are looked for once, in all entries together; PS in a PML4E or
    // PML5E is reserved too, and has ended the loop.
    let mask = (1 &<< shift) &- 1
    guard shift <= 30, seen & reservedAnywhere == 0, entry & FrameNumber.mask & mask & ~0x1000 == 0 else { return nil }
    return Translation(
      physical: PhysicalAddress(entry & FrameNumber.mask & ~mask | address.rawValue & mask),
      size: shift == 12 ? .fourKiB : shift == 21 ? .twoMiB : .oneGiB, rights: Rights(allowed: allowed))
  }
}
