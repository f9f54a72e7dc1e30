package import PageTables

/// The steps of a recording, in columns, so that millions of them fit.
///
///     row ->   site | CPL | CR3 | RSP | note | first access, and how many
///                |           |           |          |
///                v           v           v          v
///             sites[]      cr3s[]     notes[]   accesses[]   texts[]
///
/// Equal sites (address, symbol, instruction), CR3 values, notes and symbols are stored once; a run stores the accesses
/// of steps that make the same ones once. Numbers are stored only where they do not simply go up by one, RSP only where it
/// changes.
package struct StepTable: Equatable, Sendable {
  /// An instruction at its address.
  package struct Site: Hashable, Sendable {
    /// The address of the instruction.
    package let rip: VirtualAddress
    /// The symbol with offset, cleaned; empty if not recorded.
    package let symbol: String
    /// The instruction's text, cleaned; nil if not recorded.
    package let instruction: String?

    /// Whether the instruction is an IRET, ERETS or ERETU: by its text, or where that was not recorded by Linux's symbol of the
    /// only one that ends interrupts (6.12 arch/x86/entry/entry_64.S).
    package var isInterruptReturn: Bool {
      guard instruction != nil else { return symbol == "native_irq_return_iret" }
      return parts.map { $0.name.hasPrefix("iret") || ["erets", "eretu"].contains($0.name) } ?? false
    }

    /// The instruction's text, taken apart; nil if none was recorded.
    package var parts: InstructionText? { instruction.flatMap { InstructionText($0) } }

    /// Describes an instruction at its address.
    package init(rip: VirtualAddress, symbol: String, instruction: String?) {
      self.rip = rip
      self.symbol = symbol
      self.instruction = instruction
    }
  }

  /// Every instruction that appears.
  package private(set) var sites: [Site] = []
  /// Every CR3 value that appears, in the order of appearance.
  package private(set) var cr3s: [CR3] = []
  /// Every remark that appears.
  package private(set) var notes: [StepNote] = []
  /// Every symbol of an access that appears.
  package private(set) var texts: [String] = []
  /// Whether the recording lists the accesses of each step.
  package let hasAccesses: Bool

  private var firstNumber = 0
  /// Empty as long as each number is one more than that before it.
  private var numbers: [Int] = []
  /// For each step the position of its instruction in `sites`.
  package private(set) var siteIndices: [UInt32] = []
  private var cr3Indices: [UInt32] = []
  private var cpls: [UInt8] = []
  /// RSP where it changes, and the first step with each value.
  private var stackPointers: [UInt64] = []
  private var stackStarts: [UInt32] = []
  private var noteIndices: [UInt32] = []
  private var accessStarts: [UInt32] = []
  private var accessCounts: [UInt32] = []
  private var accesses: [RecordedAccess] = []
  /// Where the accesses of the next step begin.
  private var nextAccess = 0

  /// An empty table; `hasAccesses` says whether rows will come with their accesses.
  package init(hasAccesses: Bool) {
    self.hasAccesses = hasAccesses
  }

  /// The number of steps.
  package var count: Int { siteIndices.count }

  /// About how many bytes it takes.
  package var size: Int {
    let words = sites.reduce(0) { $0 + $1.symbol.utf8.count + ($1.instruction?.utf8.count ?? 0) + 64 }
    let remarks = notes.reduce(0) { $0 + $1.text.utf8.count + 64 } + texts.reduce(0) { $0 + $1.utf8.count + 16 }
    return count * 25 + accesses.count * MemoryLayout<RecordedAccess>.stride + words + remarks
  }

  /// Makes room for `count` more steps, but for what changes seldom.
  package mutating func reserve(_ count: Int) {
    siteIndices.reserveCapacity(count)
    cr3Indices.reserveCapacity(count)
    cpls.reserveCapacity(count)
    noteIndices.reserveCapacity(count)
    accessStarts.reserveCapacity(count)
    accessCounts.reserveCapacity(count)
  }

  /// Adds an instruction and gives its index, for ``append(number:site:cpl:cr3:stackPointer:note:)``.
  package mutating func add(_ site: Site) -> Int {
    sites.append(site)
    return sites.count - 1
  }

  /// Adds a CR3 value and gives its index.
  package mutating func add(_ cr3: CR3) -> Int {
    cr3s.append(cr3)
    return cr3s.count - 1
  }

  /// Adds a remark and gives its index.
  package mutating func add(_ note: StepNote) -> Int {
    notes.append(note)
    return notes.count - 1
  }

  /// Adds the symbol of an access.
  package mutating func add(text: String) -> TextID {
    texts.append(text)
    return TextID(rawValue: UInt32(truncatingIfNeeded: texts.count - 1))
  }

  /// Adds one access to the step that the next `append` will add.
  package mutating func append(_ access: RecordedAccess) {
    accesses.append(access)
  }

  /// Adds a step with the accesses appended since the last one, or with those in a range that ``accessRange(at:)`` gave.
  ///
  /// `number` is the recording's own step number; `site`, `cr3` and `note` are indices that the `add`
  /// functions gave; `stackPointer` is 0 if it was not recorded.
  package mutating func append(
    number: Int, site: Int, cpl: Int, cr3: Int, stackPointer: UInt64, note: Int?, sharing range: Range<Int>? = nil
  ) {
    add(number: number)
    siteIndices.append(UInt32(truncatingIfNeeded: site))
    cpls.append(UInt8(truncatingIfNeeded: cpl))
    cr3Indices.append(UInt32(truncatingIfNeeded: cr3))
    if stackPointers.last != stackPointer {
      stackPointers.append(stackPointer)
      stackStarts.append(UInt32(truncatingIfNeeded: count - 1))
    }
    noteIndices.append(note.map { UInt32(truncatingIfNeeded: $0) } ?? .max)
    let range = range ?? nextAccess..<accesses.count
    accessStarts.append(UInt32(truncatingIfNeeded: range.lowerBound))
    accessCounts.append(UInt32(truncatingIfNeeded: range.count))
    nextAccess = accesses.count
  }

  private mutating func add(number: Int) {
    if count == 0 { firstNumber = number }
    if numbers.isEmpty && number != firstNumber + count { numbers = Array(firstNumber..<firstNumber + count) }
    if !numbers.isEmpty { numbers.append(number) }
  }
}

extension StepTable {
  /// The recording's own number of the step at `index`.
  package func number(at index: Int) -> Int { numbers.isEmpty ? firstNumber + index : numbers[index] }

  /// The position of the site of the step at `index` in ``sites``.
  package func siteIndex(at index: Int) -> Int { Int(siteIndices[index]) }

  /// The instruction of the step at `index`.
  package func site(at index: Int) -> Site { sites[Int(siteIndices[index])] }

  /// The privilege level before the step at `index`.
  package func cpl(at index: Int) -> Int { Int(cpls[index]) }

  /// CR3 before the step at `index`.
  package func cr3(at index: Int) -> CR3 { cr3s[Int(cr3Indices[index])] }

  /// The position of the CR3 of the step at `index` in ``cr3s``.
  package func cr3Index(at index: Int) -> Int { Int(cr3Indices[index]) }

  /// RSP before the step at `index`; 0 if it was not recorded.
  package func stackPointer(at index: Int) -> VirtualAddress {
    VirtualAddress(stackPointers[stackStarts.partitionPoint { $0 <= index } - 1])
  }

  /// The remark on the step at `index`.
  package func note(at index: Int) -> StepNote? {
    noteIndices[index] == .max ? nil : notes[Int(noteIndices[index])]
  }

  /// The position of the remark on the step at `index` in ``notes``; nil if there is none.
  package func noteIndex(at index: Int) -> Int? {
    noteIndices[index] == .max ? nil : Int(noteIndices[index])
  }

  /// The data accesses of the step at `index`, in order; empty if they were not recorded.
  package func accesses(at index: Int) -> ArraySlice<RecordedAccess> {
    accesses[accessRange(at: index)]
  }

  /// Where the accesses of the step at `index` are kept, for a later step that makes the same ones.
  package func accessRange(at index: Int) -> Range<Int> {
    let start = Int(accessStarts[index])
    return start..<start + Int(accessCounts[index])
  }

  /// A symbol of an access.
  package func text(_ id: TextID) -> String { texts[Int(id.rawValue)] }

  /// The number of accesses of all steps.
  package var accessCount: Int { accessCounts.reduce(0) { $0 + Int($1) } }

  /// The index of the step whose number is `number`, or of the first one after it; `count` if none.
  ///
  /// Numbers ascend; readers refuse recordings in which they do not.
  package func index(ofNumber number: Int) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self.number(at: middle) < number { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
