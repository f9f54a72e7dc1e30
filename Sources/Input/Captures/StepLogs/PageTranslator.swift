import PageTables

/// Translates addresses of one space and remembers every page met, because logs touch few.
struct PageTranslator {
  private let memory: any PhysicalMemory
  private let controls: Controls
  private var pages: [UInt64: PhysicalAddress?] = [:]

  /// Translates by walking the tables below `controls.cr3`.
  init(memory: any PhysicalMemory, controls: Controls) {
    self.memory = memory
    self.controls = controls
  }

  /// The physical address; nil if the tables do not map `address`.
  mutating func physical(_ address: VirtualAddress) -> PhysicalAddress? {
    let page = address.rawValue >> 12
    if let known = pages[page] {
      return known.map { PhysicalAddress($0.rawValue | address.rawValue & 0xfff) }
    }
    var start: PhysicalAddress?
    let walker = Walker(memory: SparseMemory(base: memory), controls: controls)
    if case .mapped(let physical, _) = walker.walk(address.pageStart).outcome { start = physical }
    pages[page] = .some(start)
    return start.map { PhysicalAddress($0.rawValue | address.rawValue & 0xfff) }
  }
}
