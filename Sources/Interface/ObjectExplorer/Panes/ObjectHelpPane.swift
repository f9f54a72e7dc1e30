import Canvas
import Chassis
import Commands
import Diagnostics
import SectionCheck

/// The marks, the rules, the keys from the table that also issues the commands, and the commands.
struct ObjectHelpPane: PaneText {
  let notices: [Notice]
  let title = "help"

  func lines(width: Int, glyphs: Glyphs) -> [Spans] {
    var marks = Spans(" \(Severity.error.mark(glyphs)) error", Severity.error.style)
    marks.add("  \(Severity.warning.mark(glyphs)) warning", Severity.warning.style)
    marks.add("  \(Severity.note.mark(glyphs)) note", Severity.note.style)
    marks.add("  [ ] the bytes that the linker fills in", Style(.key))
    var lines = notices.map { Spans(" \($0.severity.rawValue): \($0.message)", Style(.warning)) }
    let entries = Spans(
      " 12f 1p 3?  an entry reaches 12 functions, 1 private object, 3 places not followed", Style(.dim))
    lines += [marks, entries, Spans()] + ObjectExplorer.keys.bindings.map(\.helpLine)
    lines += [Spans(), Spans(" rules", Style(.heading, .bold))]
    for rule in SectionRules.all {
      var line = Spans(" \(padded(rule.id.rawValue, 15)) ", rule.severity.style)
      line.add(rule.summary)
      lines.append(line)
    }
    lines += [Spans(), Spans(" commands, behind :", Style(.heading, .bold))]
    return lines + CommandSyntax.all.filter { ObjectExplorer.commandNames.contains($0.name) }.map(\.helpLine)
  }
}
