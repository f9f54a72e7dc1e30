package import Canvas
package import Chassis
import Isolation
import Reports
package import SectionCheck

/// An entry that was opened: its closure, and what the designs do with it.
package struct OpenedEntry: Equatable, Sendable {
  /// The name of the entry.
  package let name: String
  /// What the designs do with it.
  package let designs: [DesignOutcome]
  /// What is shown of it, laid out once for a width: a closure may have many thousand lines.
  package private(set) var lines: [Spans] = []
  /// The closure as `check --closure` prints it, line by line.
  private let text: [String]

  /// Runs the entry of a closure under all designs. `exposable` is the closure for a design that has an exposed space.
  package init(_ closure: Closure, exposable: Closure, in set: ObjectSet, width: Int) {
    name = closure.entry
    designs = DesignOutcome.all(
      of: ClosureScenario(exposable, in: set).scenario, unknowns: exposable.unknowns.count)
    let printed = ByteSink.text { ClosureReport(set).writeText(closure, limit: Self.listLimit, to: &$0) }
    text = printed.split(separator: "\n").map { String($0) }
    lay(width: width)
  }

  /// Lays it out for a screen of so many columns.
  package mutating func lay(width: Int) {
    lines = [Spans(" what the designs do with it, in the model", Style(.heading, .bold))]
    lines.append(Spans(" design    flips  faults  why", Style(.dim)))
    for row in designs {
      let reason = Width.lines(of: row.why, columns: width - Self.indent - 1)
      var line = Spans(" \(padded(row.design.name, 8))", Style(.text, .bold))
      line.add(Self.right(row.flips, 7), Style((row.flips ?? 0) > 0 ? .flip : .ok))
      line.add(Self.right(row.faults, 8), Style((row.faults ?? 0) > 0 ? .fault : .ok))
      line.add("  \(reason.first ?? "")")
      // The reason goes on below itself.
      lines += [line] + reason.dropFirst().map { Spans(String(repeating: " ", count: Self.indent) + $0) }
    }
    lines.append(Spans())
    for line in text {
      let isIndented = line.hasPrefix(" ")
      lines += Spans.wrapped(line, indent: isIndented ? 3 : 1, isIndented ? .plain : Style(.text, .bold))
        .rows(width: width)
    }
  }

  /// The most of a kind that is listed: a screen of it is read, and `check --closure` prints more.
  private static let listLimit = 1_000

  /// Where the reasons of the designs begin.
  private static let indent = 26

  private static func right(_ number: Int?, _ width: Int) -> String {
    let text = number.map { String($0) } ?? "-"
    return String(repeating: " ", count: max(width - text.count, 0)) + text
  }
}

extension OpenedEntry: PaneText {
  package var title: String { "entry \(name)" }

  package func lines(width: Int, glyphs: Glyphs) -> [Spans] { lines }
}
