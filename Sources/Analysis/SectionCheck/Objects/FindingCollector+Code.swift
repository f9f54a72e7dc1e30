import Bytes
import ELF
import Instructions
import Isolation

extension FindingCollector {
  /// Reads all code of an exposed section, from each symbol to the next.
  mutating func checkCode(
    of section: Int, _ relocations: SortedRelocations, in file: Int, _ patches: PatchedCode
  ) {
    let header = set.files[file].sections[section]
    var starts = set.indexes[file].symbols(ofSection: section).map { Int(clamping: $0.offset) }
    starts = [0] + starts.filter { $0 > 0 && $0 < header.contents.count } + [header.contents.count]
    for (start, end) in zip(starts, starts.dropFirst()) where start < end {
      // Without relocations there is nothing to ask about.
      let first = relocations.position(of: UInt64(start))
      guard first < relocations.count, relocations[first].offset < UInt64(end) else { continue }
      for site in sites(in: start..<end, of: section, relocations, file: file, patches.replacedCalls) { add(site) }
    }
  }

  /// Charges replacements and switched jumps to the exposed code that they patch.
  mutating func check(_ patches: PatchedCode, of file: Int) {
    for jump in patches.jumps where isExposedText(jump.code.file, jump.code.section) {
      add(
        Site(
          place: jump.code, relocation: .relative32, use: .branch, target: .place(jump.target), symbol: 0,
          origin: .staticJump))
    }
    var sorted: [Int: SortedRelocations] = [:]
    var last: (patch: PatchedCode.Alternative, sites: [Site])?
    for patch in patches.alternatives where isExposedText(patch.original.file, patch.original.section) {
      guard let relocations = sorted[patch.section] ?? relocations(ofSection: patch.section, in: file) else { continue }
      sorted[patch.section] = relocations
      // Many entries may share one replacement, which says the same for each.
      if last.map({ $0.patch.section != patch.section || $0.patch.range != patch.range }) ?? true {
        let sites = sites(in: patch.range, of: patch.section, relocations, file: file)
        last = (patch, Self.distinct(sites, at: patch.original))
      }
      for site in last?.sites ?? [] { add(site.moved(to: patch.original)) }
    }
  }

  /// What a replacement refers to at the place of the instruction that it replaces, each once.
  private static func distinct(_ sites: [Site], at place: ObjectPlace) -> [Site] {
    var known: Set<Site> = []
    return sites.map { $0.moved(to: place) }.filter { known.insert($0).inserted }
  }

  private func relocations(ofSection section: Int, in file: Int) -> SortedRelocations? {
    set.files[file].relocations(ofSection: section).map { SortedRelocations($0) }
  }

  /// The references in a range of code.
  private func sites(
    in range: Range<Int>, of section: Int, _ relocations: SortedRelocations, file: Int,
    _ replacedCalls: Set<ObjectPlace> = []
  ) -> [Site] {
    set.files[file].bytes.withBytes { bytes in
      var sites: [Site] = []
      var scan = CodeScan(set.files[file].sections[section], range, relocations: relocations)
      while let element = scan.next(bytes) {
        let place = ObjectPlace(file: file, section: section, offset: UInt64(element.offset))
        let isReplaced = !element.relocations.isEmpty && replacedCalls.contains(place)
        for position in element.relocations {
          let relocation = relocations[position]
          guard relocation.kind.counts else { continue }
          let use = CodeUse(of: relocation, in: element, isReplaced: isReplaced)
          let target = set.target(of: relocation, in: file, distance: use.distance)
          sites.append(
            Site(
              place: ObjectPlace(file: file, section: section, offset: relocation.offset),
              relocation: relocation.kind, use: use.use, target: target, symbol: relocation.symbol))
        }
      }
      return sites
    }
  }
}

extension FindingCollector.Site {
  /// The same of the instruction at a place, which an alternative replaces.
  fileprivate func moved(to place: ObjectPlace) -> Self {
    Self(place: place, relocation: relocation, use: use, target: target, symbol: symbol, origin: .alternative)
  }
}
