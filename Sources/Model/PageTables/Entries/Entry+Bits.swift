extension Entry {
  /// One architectural flag of an entry, by its bit number.
  ///
  /// Intel SDM vol. 3A, section 4.5.4.
  public enum Bit: UInt64, CaseIterable, Sendable {
    /// P: the entry is used.
    case present = 0
    /// R/W: writes are allowed.
    case writable = 1
    /// U/S: user-mode accesses are allowed.
    case user = 2
    /// PWT: with PCD and PAT, the memory type.
    case writeThrough = 3
    /// PCD: with PWT and PAT, the memory type.
    case cacheDisable = 4
    /// A: the processor has used the entry for a translation.
    case accessed = 5
    /// D: the processor has written to the page (leaves only).
    case dirty = 6
    /// PS in a PDE or PDPTE: the entry maps a page. In a PTE the bit is PAT.
    case pageSize = 7
    /// G: the translation survives a CR3 write while CR4.PGE is set (leaves only).
    case global = 8
    /// XD: instruction fetches are denied while EFER.NXE is set.
    case noExecute = 63

    /// A word with only this bit set.
    @inlinable
    public var mask: UInt64 { 1 &<< rawValue }
  }

  /// Whether one flag is set.
  @inlinable
  public subscript(bit: Bit) -> Bool {
    get { rawValue & bit.mask != 0 }
    set { rawValue = newValue ? rawValue | bit.mask : rawValue & ~bit.mask }
  }

  /// The protection key, 0 to 15, bits 62 to 59 of a leaf; used only while CR4.PKE is set.
  public var protectionKey: Int { Int((rawValue >> 59) & 15) }

  /// The bits that the processor ignores and software may use: 11 to 9 and 58 to 52.
  public var softwareBits: UInt64 { rawValue & 0x07f0_0000_0000_0e00 }
}
