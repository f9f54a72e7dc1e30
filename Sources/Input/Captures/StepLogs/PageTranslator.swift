import PageTables

/// Translates addresses of several spaces and remembers the pages met, because most logs touch few.
struct PageTranslator {
  private struct Page: Hashable {
    let space: Int
    let number: UInt64
  }

  /// How many pages are remembered: a log that touches more of them is no slower for each, but takes no more memory.
  private static let limit = 1 << 20

  private let memory: any PhysicalMemory
  private let spaces: [Controls]
  private var pages: [Page: PhysicalAddress?] = [:]

  /// Translates by walking the tables below the CR3 value of each space.
  init(memory: any PhysicalMemory, spaces: [Controls]) {
    self.memory = memory
    self.spaces = spaces
  }

  /// The physical address in a space; nil if its tables do not map `address`.
  mutating func physical(_ address: VirtualAddress, in space: Int) -> PhysicalAddress? {
    let page = Page(space: space, number: address.rawValue >> 12)
    let start = pages[page] ?? translate(address.pageStart, in: space, as: page)
    return start.map { PhysicalAddress($0.rawValue | address.rawValue & 0xfff) }
  }

  private mutating func translate(_ address: VirtualAddress, in space: Int, as page: Page) -> PhysicalAddress? {
    var start: PhysicalAddress?
    let walker = Walker(memory: SparseMemory(base: memory), controls: spaces[space])
    if case .mapped(let physical, _) = walker.walk(address).outcome { start = physical }
    if pages.count >= Self.limit { pages.removeAll(keepingCapacity: true) }
    pages[page] = .some(start)
    return start
  }
}
