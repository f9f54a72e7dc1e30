package import PageTables

/// Whose pages are: as the named parts of a process say it, and elsewhere as the tables do.
package struct PageClasses: Sendable {
  /// Where a part begins, or the next address after one, in order.
  let borders: [UInt64]
  /// The smallest first.
  private let parts: [ProcessMap.Part]

  /// Takes the parts of a process; none if nobody named any.
  package init(_ parts: [ProcessMap.Part] = []) {
    self.parts = parts.sorted { $0.range.count < $1.range.count }
    borders = Set(parts.flatMap { [$0.range.lowerBound, $0.range.upperBound &+ 1] }).sorted()
  }

  /// The smallest part that holds an address; nil if none does.
  func part(at address: UInt64) -> ProcessMap.Part? { parts.first { $0.range.contains(address) } }

  /// Cuts a mapping where its class changes, at the borders of its pages. A page that is not all of one class is private.
  ///
  /// A mapping that is repeated stays whole: all of it is what its first page is.
  package func forEachPiece(of mapping: Mapping, _ body: (Mapping, PageClass?) -> Void) {
    guard !parts.isEmpty else { return body(mapping, mapping.pageClass) }
    let start = mapping.start.rawValue
    func pageClass(at address: UInt64) -> PageClass? { part(at: address)?.pageClass ?? mapping.pageClass }
    guard mapping.repeatCount == 1 else { return body(mapping, pageClass(at: start)) }
    let size = mapping.pageSize.bytes
    // From the start of the mapping on, in bytes.
    let inside = borders.map { $0 &- start }.filter { $0 > 0 && $0 < mapping.length }
    let cuts = Set(inside.flatMap { [$0 / size, ($0 + size - 1) / size] } + [0, mapping.pages]).sorted()
    var first: (page: UInt64, pageClass: PageClass?)?
    for (page, next) in zip(cuts, cuts.dropFirst()) {
      let bytes = page * size..<next * size
      let places = [bytes.lowerBound] + inside.filter { bytes.contains($0) }
      let classes = Set(places.map { pageClass(at: start &+ $0) })
      let pageClass = classes.count == 1 ? classes.first.flatMap { $0 } : .private
      if let known = first, known.pageClass != pageClass {
        body(mapping.pages(known.page..<page), known.pageClass)
        first = nil
      }
      first = first ?? (page, pageClass)
    }
    if let first { body(mapping.pages(first.page..<mapping.pages), first.pageClass) }
  }
}
