package import PageTables

extension Mapping {
  /// The regions in which repeats lie, in the order of addresses; nil if the distances between them differ, so that only
  /// the first is known.
  package func regions(mode: PagingMode) -> [Region]? {
    let first = Region(of: start, mode: mode)
    guard repeatCount > 1 else { return [first] }
    guard let stride, stride > 0 else { return nil }
    let starts = Region.starts(mode: mode)
    var regions: [Region] = []
    for (index, (from, region)) in starts.enumerated() {
      let last = index + 1 < starts.count ? starts[index + 1].start - 1 : .max
      guard start.rawValue <= last, !regions.contains(region) else { continue }
      // The first repeat that ends behind the region's start.
      let skipped = from > start.rawValue ? from - start.rawValue : 0
      let number = skipped < length ? 0 : (skipped - length) / stride + 1
      let (distance, overflow) = number.multipliedReportingOverflow(by: stride)
      guard number < repeatCount, !overflow, distance <= last - start.rawValue else { continue }
      regions.append(region)
    }
    return regions.contains(first) ? regions : [first] + regions
  }

  /// Whether a repeat holds `address`, or may hold it, where the distances between them differ.
  package func mayHold(_ address: VirtualAddress) -> Bool {
    if contains(address) { return true }
    guard repeatCount > 1, address > start else { return false }
    guard let stride, stride > 0 else { return true }
    let distance = address.rawValue - start.rawValue
    return distance / stride < repeatCount && distance % stride < length
  }
}
