import Diagnostics
import Machine
import PageTables

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

  private struct Row {
    let number: Int
    let line: Int
    /// What the row's instruction leaves in CR3; nil if it writes none, faults or is not executed.
    let written: CR3?
    let isLast: Bool
  }

  private var jumps = Doubts()
  private var writes = Doubts()
  private var ends = Doubts()
  private var notes = Doubts()
  private var previous: Row?
  /// By the position of a note in the table of steps.
  private var misspelled: [StepNote.Misspelling?] = []

  /// Compares a row with the one before it; `note` and `cr3` are positions in the tables of `steps`.
  mutating func add(number: Int, note: Int?, cr3: Int, line: Int, in steps: StepTable) {
    if let previous { compare(previous, number: number, steps.cr3s[cr3], line: line) }
    guard let note else {
      previous = Row(number: number, line: line, written: nil, isLast: false)
      return
    }
    let remark = steps.notes[note]
    while misspelled.count < steps.notes.count {
      misspelled.append(StepNote.Misspelling(in: steps.notes[misspelled.count].text))
    }
    if let found = misspelled[note] { notes.add(line: line, found.words) }
    let isExecuted = remark.flags.isDisjoint(with: [.faults, .notExecuted])
    previous = Row(
      number: number, line: line, written: isExecuted ? remark.writtenCR3?.readBack : nil,
      isLast: remark.flags.contains(.last))
  }

  private mutating func compare(_ previous: Row, number: Int, _ cr3: CR3, line: Int) {
    if previous.isLast { ends.add(line: previous.line, "the note \"last row\" is not in the last row") }
    guard number == previous.number + 1 else {
      return jumps.add(line: line, "the step is \(number) after \(previous.number): rows are missing before it")
    }
    guard let written = previous.written, written != cr3 else { return }
    func text(_ value: CR3) -> String { "0x" + String(value.rawValue, radix: 16) }
    writes.add(line: previous.line, "the note says that CR3 becomes \(text(written)); the next row has \(text(cr3))")
  }

  /// A warning for each kind of which there are any.
  func notices(of file: String) -> [Notice] {
    [notes, writes, ends, jumps].compactMap { $0.notice(file) }
  }
}
