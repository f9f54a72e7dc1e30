package import Diagnostics
package import SectionCheck

/// Findings by section and function, the worst first.
///
///     .noinstr.text                  section
///       exc_page_fault               function, or object
///         CALL +0x1a -> printk       finding
package struct FindingTree: Equatable, Sendable {
  /// Names a section, or a symbol in it, whatever is found there now.
  package struct Heading: Hashable, Sendable {
    /// The position of the file.
    package let file: Int
    /// The section.
    package let section: String
    /// The symbol; nil for the section itself.
    package let symbol: String?
  }

  /// A section or a symbol, and what is found in it.
  package struct Group: Equatable, Sendable {
    /// Which one.
    package let heading: Heading
    /// What is below it: of a section positions in `functions`, of a function positions in `order`.
    package let range: Range<Int>
    /// How many findings it has of each severity.
    package let counts: SeverityCounts
  }

  /// A row of the list.
  package enum Row: Hashable, Sendable {
    /// A section, by its position in `sections`.
    case section(Int)
    /// A function, by its position in `functions`.
    case function(Int)
    /// A finding, by its position in the check.
    case finding(Int)
  }

  /// The sections.
  package private(set) var sections: [Group] = []
  /// The functions, section by section.
  package private(set) var functions: [Group] = []
  /// The findings, function by function, by their positions in the check.
  package private(set) var order: [Int] = []

  /// Groups findings; `positions` says which of them, in the order of the check.
  package init(_ findings: [ObjectFinding], _ positions: [Int]? = nil) {
    let positions = positions ?? Array(findings.indices)
    var bySection: [Heading: [Int]] = [:]
    var names = HeadingNames()
    for position in positions {
      bySection[names.headings(of: findings[position]).section, default: []].append(position)
    }
    for (heading, members) in Self.ranked(bySection, findings) {
      let start = functions.count
      var bySymbol: [Heading: [Int]] = [:]
      for position in members {
        bySymbol[names.headings(of: findings[position]).symbol, default: []].append(position)
      }
      for (symbol, members) in Self.ranked(bySymbol, findings) {
        let sorted = members.sorted { (findings[$0].rank, $0) < (findings[$1].rank, $1) }
        functions.append(
          Group(
            heading: symbol, range: order.count..<order.count + sorted.count, counts: SeverityCounts(sorted, findings)))
        order += sorted
      }
      sections.append(
        Group(heading: heading, range: start..<functions.count, counts: SeverityCounts(members, findings)))
    }
  }

  /// The groups with the worst first; those that are as bad in the order of the check.
  private static func ranked(_ groups: [Heading: [Int]], _ findings: [ObjectFinding]) -> [(Heading, [Int])] {
    let worst = groups.map { (heading: $0, members: $1, rank: $1.lazy.map { findings[$0].rank }.min() ?? .max) }
    return worst.sorted { ($0.rank, $0.members.first ?? 0) < ($1.rank, $1.members.first ?? 0) }
      .map { ($0.heading, $0.members) }
  }

  /// The rows that are not hidden below folded headings.
  package func rows(folded: Set<Heading>) -> [Row] {
    var rows: [Row] = []
    for (number, section) in sections.enumerated() {
      rows.append(.section(number))
      guard !folded.contains(section.heading) else { continue }
      for number in section.range {
        rows.append(.function(number))
        guard !folded.contains(functions[number].heading) else { continue }
        rows += order[functions[number].range].map { .finding($0) }
      }
    }
    return rows
  }

  /// The heading of a row; nil for a finding, which has nothing below it.
  package func heading(of row: Row) -> Heading? {
    switch row {
    case .section(let number): sections[number].heading
    case .function(let number): functions[number].heading
    case .finding: nil
    }
  }
}

/// The headings of findings, one after the other: those of one symbol have the same.
private struct HeadingNames {
  private var last: (source: FindingEnd, file: Int, section: FindingTree.Heading, symbol: FindingTree.Heading)?

  mutating func headings(of finding: ObjectFinding) -> (section: FindingTree.Heading, symbol: FindingTree.Heading) {
    let source = finding.source
    if let last, last.source.name == source.name, last.source.section == source.section,
      last.file == finding.site.file
    {
      return (last.section, last.symbol)
    }
    let made = (finding.sectionHeading, finding.symbolHeading)
    last = (source, finding.site.file, made.0, made.1)
    return made
  }
}

/// How many findings there are of each severity.
package struct SeverityCounts: Equatable, Sendable {
  /// Errors.
  package private(set) var errors = 0
  /// Warnings.
  package private(set) var warnings = 0
  /// Notes.
  package private(set) var notes = 0

  /// Counts some of the findings.
  init(_ positions: [Int], _ findings: [ObjectFinding]) {
    for position in positions {
      switch findings[position].severity {
      case .error: errors += 1
      case .warning: warnings += 1
      case .note: notes += 1
      }
    }
  }

  /// The worst of them; a note if there are none.
  package var worst: Severity { errors > 0 ? .error : warnings > 0 ? .warning : .note }

  /// All of them.
  package var total: Int { errors + warnings + notes }
}

extension ObjectFinding {
  /// How soon somebody wants to see it: what faults for certain, other errors, warnings, notes.
  fileprivate var rank: Int {
    switch severity {
    case .error: id == .data ? 0 : 1
    case .warning: 2
    case .note: 3
    }
  }

  /// The section that it is listed under.
  package var sectionHeading: FindingTree.Heading {
    FindingTree.Heading(file: site.file, section: from.section ?? "?", symbol: nil)
  }

  /// The symbol that it is listed under.
  package var symbolHeading: FindingTree.Heading {
    FindingTree.Heading(file: site.file, section: from.section ?? "?", symbol: from.symbol)
  }
}
