import ELF

/// The order in which findings are reported: by file, section and place, then by rule and by what they refer to.
enum FindingOrder {
  /// Sorts findings, and keeps one of those that say the same of one place.
  static func sort(_ findings: inout [ObjectFinding], in set: ObjectSet) {
    let sections = set.files.map { file in TextRanks(file.sections.indices) { file.sections[$0].name } }
    findings.sort { one, other in
      let (site, otherSite) = (one.site, other.site)
      if site.file != otherSite.file { return site.file < otherSite.file }
      let (rank, otherRank) = (sections[site.file][site.section], sections[site.file][otherSite.section])
      if rank != otherRank { return rank < otherRank }
      if site.section != otherSite.section { return site.section < otherSite.section }
      if site.offset != otherSite.offset { return site.offset < otherSite.offset }
      return one.id.rawValue < other.id.rawValue
    }
    var isRepeated = [Bool](repeating: false, count: findings.count)
    var start = 0
    while start < findings.count {
      let first = findings[start]
      let end = findings[start...].firstIndex { $0.site != first.site || $0.id != first.id } ?? findings.count
      if end - start > 1 { sortByTarget(&findings, start..<end, &isRepeated, in: set) }
      start = end
    }
    var index = -1
    findings.removeAll { _ in
      index += 1
      return isRepeated[index]
    }
  }

  /// Sorts findings of one place and rule by what they refer to, and marks those that say the same as the one before.
  private static func sortByTarget(
    _ findings: inout [ObjectFinding], _ range: Range<Int>, _ isRepeated: inout [Bool], in set: ObjectSet
  ) {
    let targets = findings[range].map(\.target)
    let names = TextRanks(targets.lazy.map(\.name)) { set.text(of: $0) }
    let sections = TextRanks(targets.lazy.map(\.section)) { set.text(of: $0) ?? "" }
    let keys = targets.map { (names[$0.name], $0.offset, sections[$0.section]) }
    let order = keys.indices.sorted { keys[$0] < keys[$1] }
    for position in order.indices.dropFirst() where keys[order[position]] == keys[order[position - 1]] {
      isRepeated[range.lowerBound + position] = true
    }
    findings.replaceSubrange(range, with: order.map { findings[range.lowerBound + $0] })
  }
}
