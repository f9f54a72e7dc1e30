import Canvas
import Chassis
import Execution
import Isolation
import PageTables
import ScenarioMemory
import ScenarioModel
import Timelines

/// The translations that are cached before this step, and which of them an access finds now.
struct TLBPane: PaneText, StepShowing {
  let timeline: Timeline
  let step: Int
  let title = "TLB"

  func lines(width: Int, glyphs: Glyphs) -> [Spans] {
    guard let run else { return [Spans(" A recording does not say what the TLB holds.", Style(.dim))] }
    let system = run.system(at: step)
    let isTagged = run.setup.settings.pcid
    let pcid = isTagged ? system.cpu.cr3.pcid : 0
    let entries = system.cpu.tlb.entries
    let used = entries.filter { $0.isGlobal || $0.pcid == pcid }
    var head = Spans(" \(entries.count) translations, ", Style(.text, .bold))
    head.add("\(used.count) of them used under \(isTagged ? "PCID 0x\(String(pcid, radix: 16))" : "no PCID")")
    head.add(" (\(glyphs.ok))", Style(.ok))
    head.add("; G: global, used under every PCID", Style(.dim))
    let columns = Spans(
      "   page              PCID   G  rights  \(padded("holds", Self.labelWidth(width)))where",
      Style(.heading, .bold))
    let secrets = run.secretLabels(at: step)
    let lines = entries.map { entry in
      line(
        for: entry, isUsed: entry.isGlobal || entry.pcid == pcid, secrets: secrets,
        labelWidth: Self.labelWidth(width), glyphs: glyphs)
    }
    return [head, columns] + lines
      + (entries.isEmpty ? [Spans("   nothing: everything was flushed, or nothing was touched yet", Style(.dim))] : [])
  }

  /// The columns for labels; what a page holds is mostly one label.
  private static func labelWidth(_ width: Int) -> Int { width >= 76 ? 17 : 6 }

  private func line(
    for entry: TLB.Entry, isUsed: Bool, secrets: LabelSet, labelWidth: Int, glyphs: Glyphs
  ) -> Spans {
    let dim = Style(isUsed ? .text : .dim)
    var line = Spans(" \(isUsed ? glyphs.ok : " ") ", Style(.ok, .bold))
    line.add(sixteenDigits(entry.page.rawValue), dim)
    line.add("  0x" + padded(String(entry.pcid, radix: 16), 5) + (entry.isGlobal ? "G  " : "   "), dim)
    let user = entry.rights.contains(.user)
    line.add("\(entry.rights.letters) \(user ? "u" : "s")   ", Style(user ? .user : isUsed ? .text : .dim))
    let isSecret = !entry.label.isDisjoint(with: secrets)
    line.add(
      padded(entry.label.names.joined(separator: " "), labelWidth), isSecret ? Style(.privateMapping, .bold) : dim)
    line.add(sectionName(of: entry.page...entry.page) ?? "", dim)
    return line
  }
}
