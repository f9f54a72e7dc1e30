import Canvas
import Chassis
import Diagnostics
import Isolation
import Reports
import SectionCheck

/// All that is known of a finding, of what is found in a section or function, or of an entry.
struct DetailPane: PaneText {
  /// What it is about.
  enum Subject {
    /// A row of the findings.
    case row(FindingTree.Row)
    /// An entry, by its position.
    case entry(Int)
  }

  let title: String
  /// What it is about; nil for nothing.
  let subject: Subject?
  let input: ObjectExplorer.Input
  let design: Design
  let findings: [ObjectFinding]
  let tree: FindingTree
  /// The entries, by name.
  let entries: [(name: String, place: ObjectPlace)]
  let survey: EntrySurvey

  func lines(width: Int, glyphs: Glyphs) -> [Spans] {
    switch subject {
    case .entry(let number)?: entryLines(number)
    case .row(.finding(let position))?: findingLines(findings[position], glyphs)
    case .row(.function(let number))?: groupLines(tree.functions[number], glyphs)
    case .row(.section(let number))?: groupLines(tree.sections[number], glyphs)
    case nil: []
    }
  }

  /// The line, the way there, the bytes, where it leads, where it lies; then what the rule says.
  private func findingLines(_ finding: ObjectFinding, _ glyphs: Glyphs) -> [Spans] {
    let head = "\(finding.severity.mark(glyphs)) \(finding.shortLine)"
    var lines = [.wrapped(head, indent: 1, finding.severity.style), wayLine(to: finding)] + siteLines(finding, glyphs)
    if let dump = input.dump, dump.isElsewhere {
      lines.append(Spans(" dump   the kernel is not where its symbols are: another kernel, or KASLR", Style(.warning)))
    } else if let dump = input.dump {
      lines.append(.wrapped(dump.words("site", finding.from), indent: 1))
      if finding.to.section != nil { lines.append(.wrapped(dump.words("target", finding.to), indent: 1)) }
    }
    let rule = SectionRules.rule(finding.id)
    lines.append(.wrapped("\(finding.id.rawValue): \(rule.summary).", indent: 1, Style(.heading)))
    for paragraph in rule.explanation.split(separator: "\n\n") {
      lines += [.wrapped(String(paragraph), indent: 1), Spans()]
    }
    return lines
  }

  private func wayLine(to finding: ObjectFinding) -> Spans {
    guard input.set.isText(finding.site) else {
      return Spans(" way: it is data: no code runs here; who follows the pointer is not visible", Style(.dim))
    }
    guard !entries.isEmpty else {
      return Spans(" way: the policy names no entry that these files define", Style(.dim))
    }
    switch survey.way(to: finding.site) {
    case .searching: return Spans(" way: looking for a way from an entry ...", Style(.dim))
    case .none: return Spans(" way: no entry leads here by direct calls", Style(.dim))
    case .known(let names):
      return .wrapped("way: " + names.joined(separator: " > "), indent: 1, Style(.narration))
    }
  }

  /// The bytes, with those that the linker fills in between brackets, and what it fills in.
  private func siteLines(_ finding: ObjectFinding, _ glyphs: Glyphs) -> [Spans] {
    let site = SiteBytes(of: finding, in: input.set)
    var line = Spans(site.isInstruction ? " code  " : " bytes ", Style(.dim))
    for (index, byte) in site.bytes.enumerated() {
      let isField = site.field?.contains(index) ?? false
      let opens = isField && index == site.field?.lowerBound
      let isAfter = index > 0 && index == site.field?.upperBound
      line.add(opens ? "[" : isAfter ? "]" : " ", Style(.key, .bold))
      line.add(Self.hexadecimal(byte), isField ? Style(.key, .bold) : .plain)
    }
    if let field = site.field, field.upperBound == site.bytes.count, !field.isEmpty {
      line.add("]", Style(.key, .bold))
    }
    if site.bytes.isEmpty { line.add("the section holds no bytes in the file", Style(.dim)) }
    let section = finding.to.section.map { " (\($0))" } ?? ", not defined in what is checked"
    let leads = finding.id == .blind ? "" : " \(glyphs.arrow) \(finding.to.name)\(section)"
    let target =
      "\(finding.relocation ?? "no relocation")\(leads), at byte 0x"
      + String(finding.fileOffset, radix: 16) + " of the file"
    var lines = [line, .wrapped(target, indent: 1)]
    if finding.origin != .itself {
      let words =
        finding.origin == .alternative ? "in code that replaces this instruction" : "a jump that is patched in here"
      lines.append(Spans(" \(words)", Style(.dim)))
    }
    return lines
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }

  /// A section or function: how often each rule finds something.
  private func groupLines(_ group: FindingTree.Group, _ glyphs: Glyphs) -> [Spans] {
    let heading = group.heading
    let name = heading.symbol.map { "\($0) in \(heading.section)" } ?? "section \(heading.section)"
    let exposed = heading.symbol == nil ? classWords(heading) : ""
    let head = "\(name)\(exposed): \(counted(group.counts.total, "finding"))"
    var lines = [Spans.wrapped(head, indent: 1, Style(.text, .bold))]
    let positions = heading.symbol == nil ? functionFindings(group.range) : Array(tree.order[group.range])
    for rule in SectionRules.all {
      let count = positions.count { findings[$0].id == rule.id }
      guard count > 0 else { continue }
      let words = "\(rule.severity.mark(glyphs)) \(count) \(rule.id.rawValue): \(rule.summary)"
      lines.append(.wrapped(words, indent: 1, rule.severity.style))
    }
    if heading.symbol != nil, let first = positions.first {
      lines.append(wayLine(to: findings[first]))
    }
    return lines
  }

  private func classWords(_ heading: FindingTree.Heading) -> String {
    let isText = input.set.isText(section: heading.section, ofFile: heading.file)
    let linkClass = input.policy.linkClass(ofSection: heading.section, isText: isText)
    let isExposed = input.policy.exposes(heading.section, linkClass, under: design)
    return " (\(linkClass.rawValue), \(isExposed ? "exposed" : "private") under \(design))"
  }

  private func functionFindings(_ functions: Range<Int>) -> [Int] {
    guard let first = functions.first, let last = functions.last else { return [] }
    return Array(tree.order[tree.functions[first].range.lowerBound..<tree.functions[last].range.upperBound])
  }

  private func entryLines(_ number: Int) -> [Spans] {
    let name = entries[number].name
    guard let summary = survey.summaries[number] else {
      return [Spans(" \(name): looking at what it reaches ...", Style(.dim))]
    }
    let style = Style(summary.isExposable ? .exposed : .privateMapping, .bold)
    return [
      .wrapped("\(name): \(summary.isExposable ? "exposed" : "private")", indent: 1, style),
      .wrapped(survey.reason(of: number) ?? "", indent: 1), .wrapped(summary.words, indent: 1),
      Spans(" Enter: all that it reaches, and what the designs do with it", Style(.dim)),
    ]
  }
}

extension ObjectFinding {
  /// The line as `check` prints it, without the folder of the file.
  fileprivate var shortLine: String {
    let folder = file.lastIndex(of: "/").map { file.distance(from: file.startIndex, to: $0) + 1 } ?? 0
    return String(line.dropFirst(folder))
  }
}
