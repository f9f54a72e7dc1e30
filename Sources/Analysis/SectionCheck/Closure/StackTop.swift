import ELF
import Instructions

/// Recognises a return to an address that the code has just put on top of the stack, which is a jump:
///
///     mov    %rax, (%rsp)            push   %rax
///     ret                            ret
///
/// Compilers write the first one for indirect calls if they keep processors from guessing where those lead: gcc
/// -mindirect-branch=thunk-inline.
struct StackTop {
  private var isNew = false

  /// Notes an element of a section; gives whether it is such a return.
  mutating func isReturnToNew(_ element: CodeScan.Element, of section: ObjectSection, _ bytes: Span<UInt8>) -> Bool {
    let wasNew = isNew
    isNew = false
    guard let instruction = element.instruction else { return false }
    let place = section.contents.lowerBound + element.offset
    if instruction.flow == .return { return wasNew }
    isNew = instruction.isPadding(bytes, at: place) ? wasNew : Self.stores(bytes, place, instruction.length)
    return false
  }

  /// Whether an instruction is PUSH, or MOV, XCHG or arithmetic whose destination is the top of the stack. Intel SDM
  /// vol. 2D, appendix A, tables.
  private static func stores(_ bytes: Span<UInt8>, _ place: Int, _ length: Int) -> Bool {
    let start = bytes[place] & 0xf0 == 0x40 ? place + 1 : place
    let end = place + length
    guard start < end else { return false }
    let opcode = bytes[start]
    if opcode & 0xf8 == 0x50 || opcode == 0x68 || opcode == 0x6a { return true }
    guard start + 1 < end else { return false }
    let modRM = bytes[start + 1]
    if opcode == 0xff, modRM & 0x38 == 0x30 { return true }
    switch opcode {
    case 0x01, 0x09, 0x11, 0x19, 0x21, 0x29, 0x31, 0x81, 0x83, 0x87, 0x89, 0xc7: break
    default: return false
    }
    // RSP alone, with no displacement or one of 0.
    guard start + 2 < end, modRM & 7 == 4, bytes[start + 2] == 0x24 else { return false }
    return modRM >> 6 == 0 || modRM >> 6 == 1 && start + 3 < end && bytes[start + 3] == 0
  }
}
