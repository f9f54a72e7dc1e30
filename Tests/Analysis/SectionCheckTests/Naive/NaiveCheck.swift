/// The section check once more, straight from the words of semantics 5.2: the byte before the field says what an
/// instruction does, and every question goes through all symbols.
struct NaiveCheck {
  let object: NaiveObject
  /// Whether the exposed space lacks private text.
  let isSplit: Bool

  /// The class of a section: "first match wins".
  static func sectionClass(_ name: String) -> String {
    let meta = [".init.", ".exit.", ".smp_locks", ".orc_", "__bug_table", ".altinstr_aux"]
    let exposedData = [
      ".data..exposed", ".bss..exposed", ".data..percpu..exposed", ".data..percpu..user_mapped",
      ".data..asi_non_sensitive", ".data..percpu..asi_non_sensitive",
    ]
    if name.hasPrefix(".altinstr_aux.") { return "ptext" }
    if meta.contains(where: name.hasPrefix) { return "meta" }
    if name.hasPrefix(".text..gate") { return "gate" }
    if [".entry.text", ".noinstr.text", ".cpuidle.text"].contains(name) { return "xtext" }
    if [".text.__x86.", ".text..__x86.", ".text..exposed"].contains(where: name.hasPrefix) { return "xtext" }
    if name == ".static_call.text" { return "scall" }
    if name.hasPrefix(".rodata..private") { return "pdata" }
    if name == ".rodata" || name.hasPrefix(".rodata.") || exposedData.contains(where: name.hasPrefix) { return "xdata" }
    return name.contains(".text") ? "ptext" : "pdata"
  }

  /// Where a reference leads: a name to show, a section.
  private struct Target {
    var name: String
    var section: String
    var sectionClass: String
    /// Whether it is behind the end of the section.
    var isOutside = false
  }

  private enum Use { case branch, indirect, memory, address }

  /// All lines, sorted, each once.
  func lines() -> [String] {
    var found: [(section: String, offset: Int, id: String, line: String)] = []
    for piece in object.pieces {
      let unread = piece.references.filter { $0.kind == 23 }
      if let first = unread.first, Self.sectionClass(piece.section) == "xtext" {
        let words = unread.count == 1 ? "1 relocation of type" : "\(unread.count) relocations of type"
        let line =
          "a.o: warning: \(piece.name)+0x\(String(first.offset, radix: 16)): \(words) R_X86_64_TPOFF32 "
          + "\(unread.count == 1 ? "is" : "are") not read (\(piece.section)) [BLIND]"
        found.append((piece.section, piece.offset + first.offset, "BLIND", line))
      }
      for (place, words) in blindOperands(of: piece) {
        let line =
          "a.o: warning: \(piece.name)+0x\(String(place, radix: 16)): \(words) (\(piece.section)) [BLIND]"
        found.append((piece.section, piece.offset + place, "BLIND", line))
      }
      for reference in piece.references {
        for (severity, id, text) in findings(of: reference, in: piece) {
          let line = "a.o: \(severity): \(piece.name)+0x\(String(reference.offset, radix: 16)): \(text) [\(id)]"
          found.append((piece.section, piece.offset + reference.offset, id, line))
        }
      }
    }
    found.sort { ($0.section, $0.offset, $0.id) < ($1.section, $1.offset, $1.id) }
    return found.map(\.line)
  }

  /// What is said of operands that nobody can follow: left at 0, absolute addresses, numbers behind FS or GS, and what
  /// leads out of a section; where the first one is.
  private func blindOperands(of piece: NaiveObject.Piece) -> [(place: Int, words: String)] {
    guard Self.sectionClass(piece.section) == "xtext" else { return [] }
    func found(_ places: [Int], _ one: String, _ many: String) -> [(place: Int, words: String)] {
      places.first.map { [($0, places.count == 1 ? "1 operand \(one)" : "\(places.count) operands \(many)")] }
        ?? []
    }
    let emptied = piece.references.filter { $0.kind == 0 }.map(\.instruction)
    let exact = piece.references.filter { isExact($0, in: piece) }
    let absolute = exact.filter { $0.symbol == object.absolute }.map(\.instruction)
    // GOTPC32 and SIZE32 say nothing of the place.
    let nothing = piece.references.filter { [26, 32].contains($0.kind) }.map(\.instruction)
    let addresses = (absolute.filter { piece.bytes[$0] != 0x65 } + nothing).sorted()
    let variables =
      absolute.filter { piece.bytes[$0] == 0x65 } + piece.numbers.filter(\.isVariable).map(\.instruction)
    let size = object.size(of: piece.section)
    let outside =
      exact.filter { target(of: $0, in: piece, isCode: true)?.isOutside ?? false }.map(\.instruction)
      + piece.numbers.filter { !$0.isVariable && !(0..<size).contains(piece.offset + $0.end + $0.value) }
      .map(\.instruction)
    let (which, whiches) = ("which variable that is", "which variables these are")
    let why = ": nobody can tell what lies there"
    let removed = "0 and not relocated: was that removed?"
    return found(emptied, "is " + removed, "are " + removed)
      + found(addresses, "is an absolute address" + why, "are absolute addresses" + why)
      + found(
        variables.sorted(), "is a number behind FS or GS: nobody can tell " + which,
        "are numbers behind FS or GS: nobody can tell " + whiches)
      + found(outside.sorted(), "leads out of its section" + why, "lead out of their section" + why)
  }

  /// Whether what lies there is accessed or run: not where an index is added, SIB with BD and C5 here.
  private func isExact(_ reference: NaiveObject.Reference, in piece: NaiveObject.Piece) -> Bool {
    guard [1, 2, 4, 9, 10, 11, 24, 41, 42].contains(reference.kind), use(of: reference, in: piece) != .address
    else { return false }
    return ![0xbd, 0xc5].contains(piece.bytes[reference.offset - 1])
  }

  private func findings(
    of reference: NaiveObject.Reference, in piece: NaiveObject.Piece
  ) -> [(severity: String, id: String, text: String)] {
    let from = Self.sectionClass(piece.section)
    guard [1, 2, 4, 9, 10, 11, 24, 41, 42].contains(reference.kind), from != "meta" else { return [] }
    let use = from == "xtext" ? use(of: reference, in: piece) : .address
    let isCall = from == "xtext" && use == .branch
    guard let target = target(of: reference, in: piece, isCode: from == "xtext") else {
      if reference.symbol == object.absolute { return [] }
      let dynamic = ("warning", "INDIRECT", indirect(reference.symbol, piece.section))
      if isCall && ["__x86_indirect_thunk_r8", "__SCT__away"].contains(reference.symbol) { return [dynamic] }
      let undefined = ("note", "UNDEF", "reference to undefined \(reference.symbol) from \(piece.section)")
      return (from == "xtext" && use == .indirect ? [dynamic] : []) + [undefined]
    }
    let isPrivate = target.sectionClass == "ptext" || target.sectionClass == "pdata"
    if from == "xdata" && reference.kind == 1 && isPrivate {
      let text = "exposed data (\(piece.section)) holds a pointer to private \(target.name) (\(target.section))"
      return [("note", "PTR", text)]
    }
    return from == "xtext" ? code(use, to: target, isPrivate: isPrivate, piece.section) : []
  }

  private func code(
    _ use: Use, to target: Target, isPrivate: Bool, _ section: String
  ) -> [(severity: String, id: String, text: String)] {
    let reach =
      isPrivate && (target.sectionClass == "pdata" || isSplit)
      ? [("error", "DATA", "reference to private \(target.name) (\(target.section)) from exposed text (\(section))")]
      : []
    switch use {
    case .branch:
      if target.sectionClass == "scall" || target.name.hasPrefix("__x86_indirect_thunk_rax") {
        return [("warning", "INDIRECT", indirect(target.name, section))]
      }
      let text = "call to \(target.name)() leaves exposed text (\(section) -> \(target.section))"
      return isPrivate ? [("error", "CALL", text)] : []
    case .memory: return reach
    case .indirect: return reach + [("warning", "INDIRECT", indirect(target.name, section))]
    case .address:
      let text = "address of private \(target.name) (\(target.section)) taken in exposed text (\(section))"
      return isPrivate ? [("warning", "ADDR", text)] : []
    }
  }

  private func indirect(_ name: String, _ section: String) -> String {
    "indirect call {dynamic} through \(name) may leave exposed text (\(section))"
  }

  /// "opcode e8, e9, 0f 80-8f before r_offset; or PLT32", "lea: 8d", "mov imm: c7 / b8-bf; any other immediate", "ff /2, /4".
  private func use(of reference: NaiveObject.Reference, in piece: NaiveObject.Piece) -> Use {
    func byte(_ distance: Int) -> UInt8 { reference.offset >= distance ? piece.bytes[reference.offset - distance] : 0 }
    let isRelative = [2, 4, 9, 24, 41, 42].contains(reference.kind)
    if reference.kind == 4 || (isRelative && [0xe8, 0xe9].contains(byte(1))) { return .branch }
    if isRelative && byte(2) == 0x0f && (0x80...0x8f).contains(byte(1)) { return .branch }
    // ModRM with RIP and 4 bytes, or ModRM and SIB without a base; MOV with an address of 8 bytes.
    let hasSIB = byte(2) & 0xc7 == 0x04 && byte(1) & 7 == 5
    if reference.kind == 1 { return (0xa0...0xa3).contains(byte(1)) ? .memory : .address }
    guard isRelative || hasSIB else { return .address }
    let (opcode, modRM) = isRelative ? (byte(2), byte(1)) : (byte(3), byte(2))
    let isIndirect = opcode == 0xff && [2, 4].contains(modRM >> 3 & 7)
    // The linker's table of addresses is done without: CALL * becomes CALL, a load LEA.
    if [9, 41, 42].contains(reference.kind) { return isIndirect ? .branch : .address }
    return isIndirect ? .indirect : opcode == 0x8d ? .address : .memory
  }

  /// nil if no section is known.
  private func target(
    of reference: NaiveObject.Reference, in piece: NaiveObject.Piece, isCode: Bool
  ) -> Target? {
    if reference.symbol == object.common {
      return Target(name: object.common, section: "COMMON", sectionClass: "pdata")
    }
    var addend = reference.addend
    if isCode && [2, 4, 9, 24, 41, 42].contains(reference.kind) {
      // "+4 with no trailing immediate".
      switch reference.offset < 2 ? 0 : piece.bytes[reference.offset - 2] {
      case 0x83, 0xc6: addend += 5
      case 0x81: addend += 8
      default: addend += 4
      }
    }
    let name = reference.symbol == "jiffies" ? "jiffies_64" : reference.symbol
    var section = name
    if let symbol = object.pieces.first(where: { $0.name == name }) {
      section = symbol.section
      addend += symbol.offset
    }
    let inSection = object.pieces.filter { $0.section == section }
    guard let first = inSection.first else { return nil }
    let nearest = inSection.filter { $0.offset <= addend }.max { $0.offset < $1.offset } ?? first
    // Behind an object only an access means what is there; else it counts from the symbol of the source.
    let own = isCode && isExact(reference, in: piece) ? nil : inSection.first { $0.name == reference.symbol }
    let named = own ?? nearest
    let distance = max(addend - named.offset, 0)
    return Target(
      name: distance == 0 ? named.name : named.name + "+0x" + String(distance, radix: 16), section: section,
      sectionClass: Self.sectionClass(section), isOutside: addend >= object.size(of: section))
  }
}
