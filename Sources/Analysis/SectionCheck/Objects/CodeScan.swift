import Bytes
import ELF
import Instructions

/// Goes through code instruction by instruction, and says which relocations lie in which.
///
/// Bytes that are no instruction, such as data among code, are passed over up to the next instruction that a relocation
/// proves: one that has an operand where the relocation is.
struct CodeScan {
  /// An instruction, or what could not be read as one.
  struct Element {
    /// Bytes from the start of the section.
    let offset: Int
    /// Where it ends; at its start if what was read before it was no code either.
    let end: Int
    /// The instruction; nil if there is none.
    let instruction: Instruction?
    /// The positions of its relocations.
    let relocations: Range<Int>
    /// Whether there is no instruction because the code is over: zeros up to the end of the range.
    var isPadding = false
  }

  let relocations: SortedRelocations?
  private let contents: Range<Int>
  private let start: Int
  private let end: Int
  private var offset: Int
  private var position: Int
  /// The last relocation for which it went back; -1 for none.
  private var lastReturn = -1

  /// Reads a range of a section's bytes, both counted from its start, as code; it is cut to what there is.
  init(_ section: ObjectSection, _ range: Range<Int>, relocations: SortedRelocations?) {
    contents = section.contents
    start = min(max(range.lowerBound, 0), contents.count)
    end = min(max(range.upperBound, start), contents.count)
    offset = start
    self.relocations = relocations
    position = relocations?.position(of: UInt64(start)) ?? 0
  }

  /// The next element; nil at the end. `bytes` are those of the file.
  mutating func next(_ bytes: Span<UInt8>) -> Element? {
    guard offset < end else { return nil }
    let place = offset
    let instruction = instruction(bytes, at: place)
    let wrong = instruction.map { misplaced(in: $0, at: place, from: position) } ?? counted(from: position)
    if let instruction, wrong == nil { return element(instruction, to: place + instruction.length) }
    guard let wrong, let relocation = relocations?[wrong] else {
      let isPadding = (place..<end).allSatisfy { bytes[contents.lowerBound + $0] == 0 }
      return element(nil, to: end, isPadding: isPadding)
    }
    // A file that changes may give other bytes each time: the scan goes back only once for each relocation, and ends.
    guard let proven = provenStart(bytes, wrong), proven > place || wrong > lastReturn else {
      // At least one byte, which is in the range.
      return element(nil, to: min(max(Int(relocation.offset) + Int(max(relocation.kind.width, 1)), place + 1), end))
    }
    if proven > place { return element(nil, to: min(proven, end)) }
    lastReturn = wrong
    offset = proven
    return Element(offset: place, end: place, instruction: nil, relocations: position..<position)
  }

  private mutating func element(_ instruction: Instruction?, to end: Int, isPadding: Bool = false) -> Element {
    let (place, first) = (offset, position)
    offset = end
    if let relocations {
      while position < relocations.count, relocations[position].offset < UInt64(end) { position += 1 }
    }
    return Element(
      offset: place, end: end, instruction: instruction, relocations: first..<position, isPadding: isPadding)
  }
}

extension CodeScan {
  /// What is wrong with an instruction's operands that nothing fills in: one is 0 where a relocation belongs, is an
  /// address, or leads out of the section. Nil if nothing is.
  func blindOperand(of element: Element, _ bytes: Span<UInt8>, isLinked: Bool) -> BlindSpot.Cause? {
    guard let instruction = element.instruction else { return nil }
    func kind(of field: Instruction.Field) -> Relocation.Kind? {
      element.relocations.lazy.compactMap { relocations?[$0] }
        .first { Int(clamping: $0.offset) == element.offset + field.offset }?.kind
    }
    guard let field = instruction.addressOperand ?? instruction.relativeOperand else { return nil }
    let kind = kind(of: field)
    // R_X86_64_NONE is what is left of a relocation that was removed; of other kinds that say no place, such as that of
    // the linker's table itself, nobody can tell what lies where they lead.
    guard kind == nil || kind?.meaning == .nothing else { return nil }
    if let kind, kind != Relocation.Kind.none { return .addresses }
    if field == instruction.addressOperand { return instruction.accessesSegment ? .variables : .addresses }
    if !isLinked, instruction.emptyOperand(bytes, at: contents.lowerBound + element.offset) != nil,
      // Where others are, a branch to the next instruction may be meant.
      kind != nil || relocations == nil || field != instruction.branch
    {
      return .operands
    }
    if instruction.accessesSegment { return .variables }
    return place(instruction, field, of: element, bytes) == nil ? .outside : nil
  }

  /// Where an operand leads that counts from the next instruction, from the start of the section; nil if that is out of
  /// the section.
  func place(
    _ instruction: Instruction, _ field: Instruction.Field, of element: Element, _ bytes: Span<UInt8>
  ) -> UInt64? {
    guard let distance = instruction.number(in: field, bytes, at: contents.lowerBound + element.offset)
    else { return nil }
    let place = Int64(element.offset + instruction.length) + distance
    return place >= 0 && place < contents.count ? UInt64(place) : nil
  }

  /// The instruction at a place; nil if there is none.
  private func instruction(_ bytes: Span<UInt8>, at place: Int) -> Instruction? {
    let (from, to) = (contents.lowerBound + place, contents.lowerBound + end)
    let intel = InstructionDecoder.decode(bytes, at: from, end: to)
    guard bytes[from] == 0x66, let relocations,
      let amd = InstructionDecoder.decode(bytes, at: from, end: to, branches: .amd), let branch = amd.branch,
      branch.size == 2
    else { return intel }
    // A 16-bit relocation at the operand says that the code is for AMD's processors.
    let field = UInt64(place + branch.offset)
    let position = relocations.position(of: field)
    let isShort =
      position < relocations.count && relocations[position].offset == field
      && relocations[position].kind == .relative16
    return isShort ? amd : intel
  }

  /// The first relocation from a position on that leads somewhere; nil if none does in the range.
  private func counted(from first: Int) -> Int? {
    guard let relocations else { return nil }
    var position = first
    while position < relocations.count, relocations[position].offset < UInt64(end) {
      if relocations[position].kind.counts { return position }
      position += 1
    }
    return nil
  }

  /// The first relocation from a position on that lies in an instruction but not where it has an operand.
  private func misplaced(in instruction: Instruction, at place: Int, from first: Int) -> Int? {
    guard let relocations else { return nil }
    var position = first
    while position < relocations.count, relocations[position].offset < UInt64(place + instruction.length) {
      let relocation = relocations[position]
      if relocation.kind.counts, !instruction.holds(relocation, at: place) { return position }
      position += 1
    }
    return nil
  }

  /// Where an instruction starts that has an operand at a relocation; of several the one that does most with it. Nil if
  /// there is none.
  private func provenStart(_ bytes: Span<UInt8>, _ position: Int) -> Int? {
    guard let relocations else { return nil }
    let field = Int(clamping: relocations[position].offset)
    var best: (start: Int, weight: Int)?
    for place in max(start, field - 14)..<max(start, field) {
      guard let instruction = instruction(bytes, at: place),
        let weight = instruction.weight(of: relocations[position], at: place),
        misplaced(in: instruction, at: place, from: relocations.position(of: UInt64(place))) == nil
      else { continue }
      if best.map({ $0.weight < weight }) ?? true { best = (place, weight) }
    }
    return best?.start
  }
}

extension Instruction {
  /// Whether a relocation fills in one of its operands, if it starts at a place of the section.
  fileprivate func holds(_ relocation: Relocation, at place: Int) -> Bool {
    let offset = Int(clamping: relocation.offset) - place
    return [displacement, immediate, branch].contains { field in
      field.map { $0.offset == offset && UInt64($0.size) >= relocation.kind.width } ?? false
    }
  }

  /// How much it does with what a relocation leads to; nil if it does nothing that such a relocation is made for.
  fileprivate func weight(of relocation: Relocation, at place: Int) -> Int? {
    let offset = Int(clamping: relocation.offset) - place
    guard holds(relocation, at: place), let use = use(ofFieldAt: offset) else { return nil }
    if offset == displacement?.offset, relocation.kind.isRelative != (base == .instructionPointer) { return nil }
    if offset == branch?.offset, !relocation.kind.isRelative { return nil }
    return switch use {
    case .memory, .indirectCallOperand, .indirectJumpOperand: 3
    case .call, .jump, .conditionalJump: 2
    case .address: 1
    }
  }
}
