import Instructions

extension Instruction {
  /// Its length, then what is not as in most: "7 call; memory 3+4 of RIP; gs". A field is its offset and its size;
  /// "address" is a memory operand that is not accessed.
  var text: String {
    var parts = ["\(length)" + (flow == .next ? "" : " \(flow)")]
    if let base {
      let place = displacement.map { " " + $0.text } ?? ""
      let of =
        switch base {
        case .none: ""
        case .instructionPointer: " of RIP"
        case .registers: " of registers"
        }
      parts.append((accessesMemory ? "memory" : "address") + place + of)
    }
    if let immediate { parts.append("immediate " + immediate.text) }
    if let branch { parts.append("branch " + branch.text) }
    if segment != .none { parts.append("\(segment)") }
    if writesCR3 { parts.append("CR3") }
    return parts.joined(separator: "; ")
  }
}

extension Instruction.Field {
  fileprivate var text: String { "\(offset)+\(size)" }
}

/// Bytes from a text such as "0f 0b".
func bytes(_ text: String) -> [UInt8] {
  text.split(separator: " ").compactMap { UInt8($0, radix: 16) }
}

/// Decodes the first instruction of a text of bytes.
func decode(_ text: String) -> Instruction? {
  let bytes = bytes(text)
  return InstructionDecoder.decode(bytes.span, at: 0, end: bytes.count)
}
