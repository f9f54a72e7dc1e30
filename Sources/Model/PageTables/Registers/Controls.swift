/// The registers that decide how a walk is done and what an access may do.
///
/// Intel SDM vol. 3A, sections 2.5 and 4.1.3. A memory dump holds CR0, CR3 and CR4 but neither EFER nor
/// the physical address width, so these two are assumptions unless stated.
public struct Controls: Hashable, Sendable {
  /// CR0; bit 16 is WP, 31 PG.
  public var cr0: UInt64
  /// CR3: the root table and the PCID.
  public var cr3: CR3
  /// CR4; bit 7 is PGE, 12 LA57, 17 PCIDE, 20 SMEP, 21 SMAP.
  public var cr4: UInt64
  /// EFER.NXE: bit 63 of an entry denies instruction fetches; if false the bit is reserved.
  public var noExecuteEnabled: Bool
  /// The registers above whose values are assumptions; EFLAGS too.
  public var unknown: Unknown = []
  /// MAXPHYADDR, 32 to 52: higher frame bits are reserved.
  public var physicalBits: Int {
    didSet { physicalBits = min(max(physicalBits, 32), 52) }
  }

  /// Wraps register values; `physicalBits` is clamped to 32...52.
  public init(cr0: UInt64, cr3: CR3, cr4: UInt64, noExecuteEnabled: Bool = true, physicalBits: Int = 52) {
    self.cr0 = cr0
    self.cr3 = cr3
    self.cr4 = cr4
    self.noExecuteEnabled = noExecuteEnabled
    self.physicalBits = min(max(physicalBits, 32), 52)
  }

  /// What a 64-bit Linux sets on a recent processor: WP, PGE, SMEP, SMAP and NXE.
  public static func linux(cr3: CR3) -> Controls {
    Controls(cr0: 0x8005_0033, cr3: cr3, cr4: 0x30_06f0)
  }

  /// CR0.PG: addresses are translated at all.
  public var pagingEnabled: Bool { cr0 >> 31 & 1 != 0 }
  /// CR0.WP: supervisor writes respect R/W.
  public var writeProtect: Bool { cr0 >> 16 & 1 != 0 }
  /// CR4.PGE: the G bit of a leaf has its meaning.
  public var globalPages: Bool { cr4 >> 7 & 1 != 0 }
  /// CR4.LA57: 5-level paging.
  @inlinable
  public var mode: PagingMode { cr4 &>> 12 & 1 != 0 ? .fiveLevel : .fourLevel }
  /// CR4.PCIDE: the low 12 bits of CR3 are a PCID.
  public var pcidEnabled: Bool { cr4 >> 17 & 1 != 0 }
  /// CR4.SMEP: the supervisor does not fetch from user pages.
  public var smep: Bool { cr4 >> 20 & 1 != 0 }
  /// CR4.SMAP: the supervisor does not touch user pages unless EFLAGS.AC is set.
  public var smap: Bool { cr4 >> 21 & 1 != 0 }

  /// The same machine with another CR3.
  public func with(cr3: CR3) -> Controls {
    var copy = self
    copy.cr3 = cr3
    copy.unknown.remove(.cr3)
    return copy
  }
}
