import PageTables

/// Frames in one array, as a mapped core is.
struct FlatMemory: PhysicalMemory {
  let first: UInt64
  let words: [UInt64]

  func word(at address: PhysicalAddress) -> UInt64? {
    let offset = address.rawValue &- first
    guard offset & 7 == 0, offset &>> 3 < UInt64(words.count) else { return nil }
    return words[Int(truncatingIfNeeded: offset &>> 3)]
  }
}

/// Measures one translation over tables that are in the cache.
enum Translations {
  /// 512 pages of 4 KiB behind four levels, in both memories.
  private static func tables() -> (sparse: SparseMemory, flat: FlatMemory) {
    var words = [UInt64](repeating: 0, count: 4 * 512)
    words[273] = 0x10_1063
    words[512] = 0x10_2063
    words[1024] = 0x10_3063
    for index in 0..<512 { words[1536 + index] = UInt64(0x40_0000 + (index * 37 % 512) << 12) | 0x163 }
    var sparse = SparseMemory()
    for (index, word) in words.enumerated() {
      sparse.write(word, at: PhysicalAddress(0x10_0000 + UInt64(index) * 8))
    }
    return (sparse, FlatMemory(first: 0x10_0000, words: words))
  }

  static func measure(into report: inout Report) {
    let (sparse, flat) = tables()
    let controls = Controls.linux(cr3: CR3(0x10_0000))
    let inArray = Walker(memory: flat, controls: controls)
    let translation = time { inArray.translate($0)?.physical.rawValue }
    report.add(
      "one warm translation, tables in an array", limit: "12 ns", text(translation), isMet: translation.min <= 12)
    report.add("    with every entry kept", text(time { inArray.walk($0).physical?.rawValue }))
    let overlaid = Walker(memory: sparse, controls: controls)
    report.add("one warm translation, SparseMemory", text(time { overlaid.translate($0)?.physical.rawValue }))
  }

  private static func text(_ time: (min: Double, median: Double)) -> String {
    let rounded = [time.min, time.median].map { "\(($0 * 10).rounded() / 10) ns" }
    return "min \(rounded[0]), median \(rounded[1])"
  }

  /// Nanoseconds a translation, over 512 addresses in an order that no prefetcher guesses.
  @inline(__always)
  private static func time(_ translate: (VirtualAddress) -> UInt64?) -> (min: Double, median: Double) {
    let addresses = (0..<512).map { VirtualAddress(0xffff_8880_0000_0123 + UInt64($0 * 181 % 512) << 12) }
    let rounds = 2000
    var times: [Double] = []
    for _ in 0..<11 {
      var sum: UInt64 = 0
      let time = ContinuousClock().measure {
        for _ in 0..<rounds {
          for address in addresses { sum &+= translate(address) ?? 1 }
        }
      }
      let pages: UInt64 = (0..<512).reduce(0) { $0 + 0x40_0123 + UInt64($1) << 12 }
      precondition(sum == pages &* UInt64(rounds), "the walks are right")
      times.append(
        Double(time.components.attoseconds) / 1e9 / Double(rounds * 512) + Double(time.components.seconds))
    }
    times.sort()
    return (times[0], times[times.count / 2])
  }
}
