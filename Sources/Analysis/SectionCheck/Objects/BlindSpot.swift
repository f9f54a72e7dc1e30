import ELF

/// How much cannot be read at a place of exposed code or data, so that the check cannot say where that leads.
struct BlindSpot: Hashable {
  /// What cannot be read.
  enum Cause: Hashable {
    /// Relocations of a kind whose target is not read.
    case relocations
    /// Bytes that are no instruction that is known.
    case code
    /// Operands that a relocation should fill in, and none does.
    case operands
    /// Operands that are absolute addresses: accesses and branches to where no symbol is.
    case addresses
    /// Operands that are numbers behind FS or GS: variables of a thread or a CPU that no symbol names.
    case variables
    /// Operands that lead out of a section, or out of that of the symbol in their relocation.
    case outside
    /// Symbols of code that lie outside of their section.
    case functions
    /// Branches into data.
    case data
    /// Branches into the middle of what was read as one instruction.
    case middles
    /// Calls of functions that choose, when the program is loaded, which one is called.
    case choices
    /// Entries of tables that patch code.
    case patches
    /// Sections that the final link has merged with others.
    case sections
  }

  /// What cannot be read.
  let cause: Cause
  /// How many relocations there are of the kind, bytes, or operands.
  private(set) var count: Int32
  /// How many relocations the bytes have in them.
  private(set) var relocations: Int32 = 0

  /// One relocation.
  static let relocation = BlindSpot(cause: .relocations, count: 1)

  /// All of a file that was linked.
  static let mergedSections = BlindSpot(cause: .sections, count: 1)

  /// One operand, of either cause.
  static func operand(_ cause: Cause) -> BlindSpot { BlindSpot(cause: cause, count: 1) }

  /// Bytes with relocations in them.
  static func code(_ bytes: Int, relocations: Int) -> BlindSpot {
    BlindSpot(cause: .code, count: Int32(clamping: bytes), relocations: Int32(clamping: relocations))
  }

  /// Counts another one of the same cause.
  mutating func add(_ other: BlindSpot) {
    count = Int32(clamping: Int(count) + Int(other.count))
    relocations = Int32(clamping: Int(relocations) + Int(other.relocations))
  }

  /// What is said about it; `start` is the place of bytes from their symbol on, `kind` that of relocations.
  func words(from start: Int64, _ kind: Relocation.Kind) -> String {
    func counted(_ count: Int32, _ what: String, _ ending: String = "s") -> String {
      "\(count) \(what)\(count == 1 ? "" : ending)"
    }
    switch cause {
    case .relocations:
      return "\(counted(count, "relocation")) of type \(kind.name) \(count == 1 ? "is" : "are") not read"
    case .operands:
      return "\(counted(count, "operand")) \(count == 1 ? "is" : "are") 0 and not relocated: was that removed?"
    case .sections:
      return "the file is linked: sections that its sources keep apart may be one, so nothing here is certain"
    case .addresses:
      return count == 1
        ? "1 operand is an absolute address: nobody can tell what lies there"
        : "\(count) operands are absolute addresses: nobody can tell what lies there"
    case .variables:
      return count == 1
        ? "1 operand is a number behind FS or GS: nobody can tell which variable that is"
        : "\(count) operands are numbers behind FS or GS: nobody can tell which variables these are"
    case .outside:
      return count == 1
        ? "1 operand leads out of its section: nobody can tell what lies there"
        : "\(count) operands lead out of their section: nobody can tell what lies there"
    case .data:
      return count == 1
        ? "1 branch leads into data: nobody can tell what that does"
        : "\(count) branches lead into data: nobody can tell what that does"
    case .middles:
      return count == 1
        ? "1 branch leads into the middle of an instruction: what runs there is not read"
        : "\(count) branches lead into the middle of instructions: what runs there is not read"
    case .choices:
      return count == 1
        ? "1 branch leads to an indirect function (STT_GNU_IFUNC): nobody can tell which one it chooses"
        : "\(count) branches lead to indirect functions (STT_GNU_IFUNC): nobody can tell which ones they choose"
    case .patches:
      return
        "\(counted(count, "patch", "es")) of code cannot be read: nobody can tell what \(count == 1 ? "it does" : "they do")"
    case .functions:
      return "the symbol lies outside of its section: nobody can tell what is there"
    case .code:
      let bytes =
        count == 0
        ? "instructions and relocations do not fit"
        : "\(counted(count, "byte")) \(count == 1 ? "is" : "are") no known instruction"
      let inside = relocations == 0 ? "" : ", with \(counted(relocations, "relocation")) in them"
      return "not decoded from +0x\(String(start, radix: 16)) on: \(bytes)\(inside)"
    }
  }
}

/// Blind spots of one symbol, or of data, each kind once: at the first place of it.
struct BlindSpots {
  /// In the order in which they were found.
  private(set) var sites: [FindingCollector.Site] = []
  private var positions: [Key: Int] = [:]

  private struct Key: Hashable {
    let cause: BlindSpot.Cause
    let kind: Relocation.Kind
    let isPrivate: Bool
  }

  /// Counts a spot at a place; `kind` is `none` for what is no relocation. Those between private_begin() and
  /// private_end(), which are let go, count for themselves.
  mutating func add(
    _ spot: BlindSpot, _ kind: Relocation.Kind = .none, at place: ObjectPlace, isPrivate: Bool = false
  ) {
    let key = Key(cause: spot.cause, kind: kind, isPrivate: isPrivate)
    if let position = positions[key] {
      sites[position].blind?.add(spot)
      return
    }
    positions[key] = sites.count
    sites.append(
      FindingCollector.Site(
        place: place, relocation: kind, use: .stored, target: .absolute, symbol: 0, blind: spot))
  }
}
