import Isolation
import PageTables

/// Where sections of a file can be that the standard kernel does not have.
///
///      0xffffffff82800000      0xffffffff82c00000      0xffffffff83000000
///     +-----------------------+-----------------------+
///     |         data          |         text          |   2 x 1,024 pages
///     +-----------------------+-----------------------+
///
/// Their frames lie from 0x2900000 to 0x3000000, between the page cache and the page tables.
struct SectionRoom {
  /// A place for a section.
  struct Place {
    let start: UInt64
    let physical: UInt64
  }

  /// The most pages of one section.
  static let pageLimit = 512
  /// The first address for data.
  static let dataStart: UInt64 = 0xffff_ffff_8280_0000
  private static let textStart: UInt64 = 0xffff_ffff_82c0_0000
  private static let end: UInt64 = 0xffff_ffff_8300_0000
  private static let frames: Range<UInt64> = 0x290_0000..<0x300_0000

  private var nextData = dataStart
  private var nextText = textStart
  private var nextFrame = frames.lowerBound

  /// Takes room for pages; nil if there is none.
  mutating func take(pages: Int, isText: Bool) -> Place? {
    let length = UInt64(pages) * 4096
    let start = isText ? nextText : nextData
    guard start + length <= (isText ? Self.end : Self.textStart), let physical = takeFrames(pages) else { return nil }
    if isText { nextText += length } else { nextData += length }
    return Place(start: start, physical: physical)
  }

  /// Takes frames for pages; nil if there are none.
  mutating func takeFrames(_ pages: Int) -> UInt64? {
    let length = UInt64(pages) * 4096
    guard nextFrame + length <= Self.frames.upperBound else { return nil }
    defer { nextFrame += length }
    return nextFrame
  }

  /// Leaves out pages that somebody took by their address.
  mutating func avoid(_ address: UInt64, pages: Int) {
    let end = address + UInt64(pages) * 4096
    if (Self.dataStart..<Self.textStart).contains(address) && end > nextData { nextData = end }
    if (Self.textStart..<Self.end).contains(address) && end > nextText { nextText = end }
  }

  /// Whether pages can be at an address: in the kernel image or in vmalloc, which share no table with what entries
  /// need.
  static func isUsable(_ address: UInt64, pages: Int) -> Bool {
    let (end, overflows) = address.addingReportingOverflow(UInt64(pages) * 4096 - 1)
    guard !overflows else { return false }
    return [Region.kernelImage, .vmalloc].contains { region in
      [address, end].allSatisfy { Region(of: VirtualAddress($0), mode: .fourLevel) == region }
    }
  }
}
