import Execution
import Isolation
import PageTables
import Recordings
import Timelines
import Verdicts

extension StepsReport {
  /// Writes one line for every listed step, and before the first what the columns are.
  ///
  ///     step cpl space  symbol                instruction      accesses
  ///        8   0 U>K    entry_SYSCALL_64+0x20 mov cr3, rsp     CR3 <- 0x55e000
  ///        9   0 K      entry_SYSCALL_64+0x23 mov rsp, ...     R pcpu_hot+0x10  [U: #PF 0x0]
  ///
  /// Returns whether everything could be judged.
  package func writeText(to sink: inout ByteSink) -> Bool {
    var isComplete = true
    let chosen = indices
    let width = max(String(chosen.last.map { timeline.recording.steps.number(at: $0) } ?? 0).count, 4)
    sink.append("step", width: width, alignRight: true)
    if hasSibling { sink.append(" cpu") }
    sink.append(" cpl space    symbol                           instruction and accesses\n")
    // Runs repeat themselves: lines that were written before are kept.
    var lines = Pieces<LineKey>()
    for index in chosen where sink.isOpen {
      sink.append(decimal: UInt64(timeline.recording.steps.number(at: index)), width: width)
      let line = lines.judged(LineKey(judge, index)) { sink in
        let verdict = judge.verdict(at: index)
        writeLine(index, verdict, to: &sink)
        return !verdict.isIncomplete
      }
      sink.append(line)
      if let violation = timeline.run?.violation(at: index) { sink.append("  ! BROKEN \(violation.text)") }
      writeNote(index, to: &sink)
      isComplete = isComplete && line.isComplete
    }
    return isComplete
  }

  /// Two CPUs make steps, so that each line says which one.
  private var hasSibling: Bool { timeline.run?.hasSibling ?? false }

  private func writeLine(_ index: Int, _ verdict: StepVerdict, to sink: inout ByteSink) {
    let steps = timeline.recording.steps
    let site = steps.site(at: index)
    let flip = timeline.flip(at: index)
    if hasSibling { sink.append(decimal: UInt64(timeline.cpu(at: index)), width: 4) }
    sink.append(decimal: UInt64(steps.cpl(at: index)), width: 4)
    sink.append(" ")
    let here = timeline.space(at: index).map { timeline.spaces.label(of: $0) } ?? "?"
    let space = flip.map { "\(timeline.spaces.label(of: $0.from))>\(timeline.spaces.label(of: $0.to))" } ?? here
    sink.append(space, width: 8)
    sink.append(" ")
    sink.append(site.symbol.isEmpty ? "0x" + String(site.rip.rawValue, radix: 16) : site.symbol, width: 32)
    sink.append(" ")
    sink.append(site.instruction ?? "")
    if let flip {
      sink.append("  CR3 <- 0x" + String(flip.cr3.rawValue, radix: 16))
    }
    for access in verdict.accesses where access.access.kind != .fetch || access.isFaultOrUnknown {
      sink.append("  \(access.letter) \(access.place.name)")
      if let check = access.check {
        if access.verdict == .fault { sink.append(" ! FAULT \(check.words)") }
        if access.verdict == nil { sink.append(" ? \(check.words)") }
      }
      for elsewhere in access.elsewhere {
        let isUnknown = elsewhere.verdict == nil && access.verdict != nil
        guard isUnknown || elsewhere.verdict == .fault else { continue }
        let words = isUnknown ? "unknown" : elsewhere.check.words
        sink.append(" [\(timeline.spaces.label(of: elsewhere.space)): \(words)]")
      }
    }
    for attack in verdict.leaks.successful {
      sink.append("  * LEAK \(attack.title): \((verdict.leaks[attack] ?? []).joined(separator: ", "))")
    }
  }

  /// Ends a line with the remark on the step; what a flip wrote has been said.
  private func writeNote(_ index: Int, to sink: inout ByteSink) {
    if let note = timeline.recording.steps.note(at: index),
      note.writtenCR3 == nil || timeline.flip(at: index) == nil
    {
      sink.append("  (\(note.text))")
    }
    sink.endLine()
  }
}

extension AccessVerdict {
  /// Whether it faults, or tables are there and still nobody can tell.
  fileprivate var isFaultOrUnknown: Bool { verdict == .fault || (verdict == nil && check != nil) }
}
