import Bytes
import ELF
import Instructions

/// The bytes at a place of an object file: those of the instruction there, or 16 around it.
package struct SiteBytes: Hashable, Sendable {
  /// The bytes; empty if the place is not in the file, as in a section of zeros.
  package let bytes: [UInt8]
  /// Bytes from the start of the section to the first of them.
  package let start: Int
  /// Which of them the linker fills in, counted from the first; nil if a whole instruction is patched.
  package let field: Range<Int>?
  /// Whether they are one whole instruction.
  package let isInstruction: Bool

  /// Bytes that are shown around a field in data, and in code that cannot be read.
  private static let window = 16
}

extension SiteBytes {
  /// The bytes at the place of a finding.
  package init(of finding: ObjectFinding, in set: ObjectSet) {
    let section = set.section(finding.site)
    let size = section.contents.count
    guard let site = Int(exactly: finding.site.offset), site < size else {
      self.init(bytes: [], start: 0, field: nil, isInstruction: false)
      return
    }
    let file = set.files[finding.site.file].bytes
    let instruction = section.isText ? Self.instruction(at: site, finding.site, in: set) : nil
    let range = instruction ?? Self.around(site, size)
    let bytes = range.compactMap { file.byte(at: section.contents.lowerBound + $0) }
    let field = site - range.lowerBound..<min(site + finding.fieldSize, size, range.upperBound) - range.lowerBound
    self.init(
      bytes: bytes, start: range.lowerBound, field: finding.origin == .itself ? field : nil,
      isInstruction: instruction != nil)
  }

  /// The instruction that a place is in, read from the start of its symbol on; nil if there is none.
  private static func instruction(at site: Int, _ place: ObjectPlace, in set: ObjectSet) -> Range<Int>? {
    let start = set.indexes[place.file].nearest(to: place.offset, in: place.section)?.offset ?? 0
    var scan = CodeScan(set.section(place), Int(clamping: start)..<set.section(place).contents.count, relocations: nil)
    return set.files[place.file].bytes.withBytes { bytes in
      while let element = scan.next(bytes), element.offset <= site {
        guard let instruction = element.instruction else { return nil }
        let end = element.offset + instruction.length
        if site < end { return element.offset..<end }
      }
      return nil
    }
  }

  private static func around(_ site: Int, _ size: Int) -> Range<Int> {
    let start = max(0, min(site - window / 2, size - window))
    return start..<min(start + window, size)
  }
}
