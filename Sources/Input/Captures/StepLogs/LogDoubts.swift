import Diagnostics
import PageTables
import Recordings

/// What the rows of a log say against each other, and notes that look like those that count and are none.
///
/// Nothing of it stops the reading: the rows count as they are. Each kind becomes one warning with its first place.
struct LogDoubts {
  /// Doubts of one kind.
  private struct Doubts {
    var count = 0
    /// The line and the words of the first.
    var first: (line: Int, words: String)?

    mutating func add(line: Int, _ words: @autoclosure () -> String) {
      if first == nil { first = (line, words()) }
      count += 1
    }

    func notice(_ file: String) -> Notice? {
      guard let first else { return nil }
      let more = count == 1 ? "" : count == 2 ? " (and 1 more row)" : " (and \(count - 1) more rows)"
      return Notice(.warning, "\(file):\(first.line): \(first.words)\(more)")
    }
  }

  /// What an instruction can do, by its text.
  private struct Ability {
    /// The instruction without its operands; nil if it is not recorded.
    var name: String?
    var mayWriteCR3 = true
    /// The other control register that it writes, as far as that decides what is allowed; nil for none.
    var writtenRegister: String?
    var mayReturn = true
    var isSyscall = false
    /// Whether it leads to CPL 3 and nowhere else.
    var returnsToUser = false
    var flag = FlagEffect.any

    /// CR3 is written by MOV alone, and by what leaves the machine; a higher CPL is reached by returns. Intel SDM vol. 3A,
    /// sections 2.5 and 5.8.
    ///
    /// SYSRET, SYSEXIT and ERETU always go to CPL 3. Intel SDM vol. 2.
    init(_ site: StepTable.Site) {
      guard let text = site.parts else { return }
      let name = text.name
      let leaves = ["vmlaunch", "vmresume", "vmrun", "rsm"].contains(name)
      let returns = ["iret", "sysret", "sysexit", "ret", "lret", "eret"]
      self.name = name
      mayWriteCR3 = leaves || name.hasPrefix("mov") && text.plainOperands.contains("cr3")
      writtenRegister = Self.writtenRegister(text)
      mayReturn = leaves || returns.contains(where: name.hasPrefix)
      isSyscall = name == "syscall"
      returnsToUser = name.hasPrefix("sysret") || name.hasPrefix("sysexit") || name == "eretu"
      flag = FlagEffect(name)
    }

    private static func writtenRegister(_ text: InstructionText) -> String? {
      if text.name.hasPrefix("lmsw") { return "CR0" }
      guard text.name.hasPrefix("mov"), let written = text.destination, ["cr0", "cr4"].contains(written) else {
        return nil
      }
      return written.uppercased()
    }
  }

  private struct Row {
    let number: Int
    let line: Int
    let cr3: CR3
    let cpl: Int
    /// The position of the instruction in the table of steps.
    let site: Int
    /// Whether the instruction is executed, and does not fault.
    let isExecuted: Bool
    /// What the row's note says that the instruction leaves in CR3; nil if it says nothing.
    let written: CR3?
    let isLast: Bool
    let isDelivery: Bool
    /// Whether the note says that EFLAGS.AC is set.
    let hasAlignmentCheck: Bool

    /// The row that `steps` has got last.
    init(of steps: StepTable, note: Int?, line: Int) {
      let index = steps.count - 1
      let flags = note.map { steps.notes[$0].flags } ?? []
      self.line = line
      number = steps.number(at: index)
      cr3 = steps.cr3(at: index).readBack
      cpl = steps.cpl(at: index)
      site = steps.siteIndex(at: index)
      isExecuted = flags.isDisjoint(with: [.faults, .notExecuted])
      written = if isExecuted, let note { steps.notes[note].writtenCR3?.readBack } else { nil }
      isLast = flags.contains(.last)
      isDelivery = flags.contains(.delivery)
      hasAlignmentCheck = flags.contains(.alignmentCheck)
    }
  }

  private var jumps = Doubts()
  private var changes = Doubts()
  private var writes = Doubts()
  private var flags = Doubts()
  /// Rows without the note AC=1 behind STAC: wrong only in a log that has such notes.
  private var missingFlags = Doubts()
  private var hasFlags = false
  private var registers = Doubts()
  private var reserved = Doubts()
  private var masking = Doubts()
  private var knownCR3s = 0
  private var ends = Doubts()
  private var notes = Doubts()
  private var previous: Row?
  /// By the position of an instruction in the table of steps.
  private var abilities: [Ability] = []
  /// By the position of a note in the table of steps.
  private var misspelled: [StepNote.Misspelling?] = []

  /// Compares the row that `steps` has got last with the one before it.
  mutating func add(line: Int, in steps: StepTable) {
    let index = steps.count - 1
    let note = steps.noteIndex(at: index)
    let row = Row(of: steps, note: note, line: line)
    while abilities.count < steps.sites.count {
      abilities.append(Ability(steps.sites[abilities.count]))
    }
    if row.hasAlignmentCheck { hasFlags = true }
    if row.isExecuted, let register = abilities[row.site].writtenRegister {
      registers.add(
        line: line,
        "\(register) is written, and the value is not recorded: rows behind it are judged with the first one's")
    }
    for cr3 in steps.cr3s[knownCR3s...] { check(cr3, line: line) }
    knownCR3s = steps.cr3s.count
    if let previous { compare(previous, row) }
    previous = row
    guard let note else { return }
    while misspelled.count < steps.notes.count {
      misspelled.append(StepNote.Misspelling(in: steps.notes[misspelled.count].text))
    }
    if let found = misspelled[note] { notes.add(line: line, found.words) }
  }

  /// Looks for bits of a value of CR3 that no processor has, whatever its physical address width, and for those of LAM.
  /// Intel SDM vol. 3A, sections 2.5 and 4.1.4.
  private mutating func check(_ cr3: CR3, line: Int) {
    let text = "0x" + String(cr3.rawValue, radix: 16)
    if cr3.rawValue >> 52 & 0x1ff != 0 {
      reserved.add(line: line, "CR3 is \(text), with reserved bits that no processor has set")
    }
    if cr3.rawValue >> 61 & 3 != 0 {
      masking.add(
        line: line, "linear-address masking (LAM) is on in CR3 \(text) and not modelled: answers are those without it")
    }
  }

  private mutating func compare(_ previous: Row, _ row: Row) {
    if previous.isLast { ends.add(line: previous.line, "the note \"last row\" is not in the last row") }
    guard row.number == previous.number + 1 else {
      return jumps.add(
        line: row.line, "the step is \(row.number) after \(previous.number): rows are missing before it")
    }
    func text(_ value: CR3) -> String { "0x" + String(value.rawValue, radix: 16) }
    if let written = previous.written, written != row.cr3 {
      return writes.add(
        line: previous.line, "the note says that CR3 becomes \(text(written)); the next row has \(text(row.cr3))")
    }
    if let words = impossibility(of: previous, before: row) {
      return changes.add(line: previous.line, "\(words): rows are missing, or are of several CPUs")
    }
    compareFlags(previous, row)
  }

  /// Compares what the notes of two rows say of EFLAGS.AC with what the instruction between does. A delivery of FRED clears
  /// it, one through the IDT leaves it as it is.
  private mutating func compareFlags(_ previous: Row, _ row: Row) {
    let ability = abilities[previous.site]
    guard previous.isExecuted, previous.cpl == row.cpl, !row.isDelivery, let name = ability.name,
      let words = ability.flag.contradiction(name, before: previous.hasAlignmentCheck, after: row.hasAlignmentCheck)
    else { return }
    let text = "\(words): rows are missing, or are of several CPUs"
    if ability.flag == .set {
      missingFlags.add(line: previous.line, text)
    } else {
      flags.add(line: previous.line, text)
    }
  }

  /// What the instruction of a row cannot have done, in words; nil if the next row can follow it.
  private func impossibility(of row: Row, before next: Row) -> String? {
    let ability = abilities[row.site]
    if row.cr3 != next.cr3, row.written == nil, row.cpl == 3 || !row.isExecuted || !ability.mayWriteCR3 {
      if row.cpl == 3 { return "CR3 changes behind an instruction of CPL 3" }
      return "CR3 changes behind \(ability.name.map { "'\($0)', which does not write it" } ?? "what is not executed")"
    }
    guard let name = ability.name else { return nil }
    if row.cpl < next.cpl && !ability.mayReturn {
      return "CPL becomes \(next.cpl) behind '\(name)', which is no return"
    }
    if ability.returnsToUser && row.isExecuted && next.cpl != 3 && !next.isDelivery {
      return "CPL is \(next.cpl) behind '\(name)', which returns to CPL 3"
    }
    if row.cpl == 3 && next.cpl == 3 && ability.isSyscall && row.isExecuted {
      return "'syscall' is followed by user code"
    }
    return nil
  }

  /// A warning for each kind of which there are any.
  func notices(of file: String) -> [Notice] {
    [notes, writes, changes, flags, hasFlags ? missingFlags : Doubts(), registers, reserved, masking, ends, jumps]
      .compactMap {
        $0.notice(file)
      }
  }
}
