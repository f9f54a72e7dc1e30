/// The CR3 register: which root table is active, under which PCID.
///
///      63  62..61  51 ... 13       12      11        10 ... 0
///     +--+-------+-----------+----------+---------+------------+
///     |NF|  LAM  |   frame   | PTI half | PCID PTI| ASID + 1   |
///     +--+-------+-----------+----------+---------+------------+
///
/// NF (no flush) exists only in the value written while CR4.PCIDE is set; it reads as 0. Bits 12 and 11 are
/// Linux's: with page-table isolation bit 12 selects the user half of the 8 KiB root pair and bit 11 its
/// PCIDs. Intel SDM vol. 3A, sections 2.5 and 4.10.4.1; Linux 6.12 arch/x86/entry/calling.h.
public struct CR3: RawRepresentable, Hashable, Sendable {
  /// The 64 bits, as written or as read.
  public var rawValue: UInt64

  /// Wraps the 64 bits of the register.
  @inlinable
  public init(rawValue: UInt64) {
    self.rawValue = rawValue
  }

  /// Wraps the 64 bits of the register.
  @inlinable
  public init(_ rawValue: UInt64) {
    self.rawValue = rawValue
  }

  /// The frame of the root table: bits 51 to 12.
  @inlinable
  public var root: FrameNumber { FrameNumber((rawValue & FrameNumber.mask) &>> 12) }

  /// The process-context identifier, 0 to 4095; it means that only while CR4.PCIDE is set.
  public var pcid: Int { Int(rawValue & 0xfff) }

  /// Bit 63 of a written value: keep the TLB entries of the new PCID.
  public var keepsTLB: Bool { rawValue >> 63 != 0 }

  /// The value as the register reads back: without bit 63.
  public var readBack: CR3 { CR3(rawValue & ~(1 << 63)) }

  /// Bit 12: Linux's page-table isolation runs on the user half.
  public var isUserHalf: Bool { rawValue & 0x1000 != 0 }

  /// Bit 11: the PCID is one of a user half.
  public var hasUserPCID: Bool { rawValue & 0x800 != 0 }

  /// The root of the other half of the 8 KiB pair.
  public var otherHalfRoot: FrameNumber { FrameNumber(root.rawValue ^ 1) }
}
