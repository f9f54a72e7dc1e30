import ELF
import Instructions

/// How a range of code ends: whether control goes on behind its last instruction.
struct CodeEnd {
  /// What the last instruction does, padding apart.
  enum Kind {
    /// It goes on with what follows.
    case goesOn
    /// It calls, or is UD2. Compilers put nothing behind a call that does not come back, so at the end of a function it is
    /// taken for one of those: our assumption.
    case call
    /// It goes elsewhere, or stops.
    case over
  }

  /// What the last instruction does; control comes in at the start.
  private(set) var kind = Kind.goesOn
  /// Bytes from the start of the section to the last instruction that is no padding; nil if there was none.
  private(set) var last: Int?

  /// Remembers an element of a section; the padding between functions does not say how they end.
  mutating func note(_ element: CodeScan.Element, of section: ObjectSection, _ bytes: Span<UInt8>) {
    guard let instruction = element.instruction else {
      // What cannot be decoded is said elsewhere; zeros behind the code are no way out.
      if !element.isPadding { kind = .over }
      return
    }
    switch instruction.flow {
    case .jump, .indirectJump, .return: kind = .over
    case .stop: kind = isWarning(element, of: section, bytes) ? .call : .over
    case .call, .indirectCall: kind = .call
    case .conditionalJump: kind = .goesOn
    case .next:
      if instruction.isPadding(bytes, at: section.contents.lowerBound + element.offset) { return }
      kind = .goesOn
    }
    last = element.offset
  }

  /// Whether it is UD2: the kernel goes on behind that of a WARN, and not behind that of a BUG. Linux 6.12
  /// arch/x86/include/asm/bug.h.
  private func isWarning(
    _ element: CodeScan.Element, of section: ObjectSection, _ bytes: Span<UInt8>
  ) -> Bool {
    let place = section.contents.lowerBound + element.offset
    return element.end - element.offset == 2 && bytes[place] == 0x0f && bytes[place + 1] == 0x0b
  }
}
