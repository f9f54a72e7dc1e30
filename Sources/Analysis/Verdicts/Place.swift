import Isolation
package import PageTables
import Recordings
package import Timelines

/// What lies at an address: the most telling name that a recording offers, and the region in any case.
package struct Place: Hashable, Sendable {
  /// The region, such as "direct map", "kernel stack" or "entry text".
  package let region: String
  /// The symbol with offset, if the recording names one.
  package let symbol: String?
  /// The C type or the object's name; nil without `objects.csv`.
  package let object: String?
  /// Which object of that type, in words.
  package let detail: String?
  /// The member of the type.
  package let member: String?

  /// "pid.level", "cpu_tss_rw+0x14" or the region, whichever says most.
  package var name: String {
    if let object {
      return member.map { "\(object).\($0)" } ?? object
    }
    return symbol ?? region
  }
}

extension Timeline {
  /// Names what `size` bytes at `address` are, for an access of the step at `index`.
  package func place(at address: VirtualAddress, size: UInt64, symbol: String?, step index: Int) -> Place {
    let names = recording.names
    let object = names.object(at: address)
    let typed = names.typedRange(at: address)
    let member = typed.flatMap { names.member(of: $0, at: address, size: size) }
    let detail = typed?.detail ?? object?.name ?? ""
    let type = typed.flatMap { $0.type.isEmpty ? nil : $0.type }
    let own = symbol ?? recording.symbols.symbol(at: address).flatMap(Self.text)
    return Place(
      region: regionName(at: address, object: object, step: index), symbol: own,
      object: type ?? object.flatMap { $0.kind == "stack" || $0.name.isEmpty ? nil : $0.name },
      detail: detail.isEmpty ? nil : detail, member: member?.name)
  }

  /// The name of the region of `address`, made finer by what the recording knows.
  private func regionName(at address: VirtualAddress, object: AddressNames.Object?, step index: Int) -> String {
    let region = Region(of: address, mode: recording.start.controls.mode)
    if let name = object.flatMap({ Self.regionNames[$0.kind] }) { return name }
    if hasSteps && region != .user {
      let stack = recording.steps.stackPointer(at: index)
      // CONFIG_VMAP_STACK: a kernel stack is 16 KiB, aligned to its size (Linux 6.12, THREAD_SIZE).
      if region == .vmalloc && stack.rawValue >> 14 == address.rawValue >> 14 { return "kernel stack" }
    }
    return region.rawValue
  }

  /// What the kinds of `objects.csv` are called as regions; other kinds keep the region of the address.
  private static let regionNames = [
    "slab": "slab", "stack": "kernel stack", "pagecache": "page cache", "pgtable": "page table",
    "percpu": "per-CPU area", "text": "kernel text", "rodata": "kernel rodata", "data": "kernel data",
    "bss": "kernel bss", "user": "user",
  ]

  private static func text(_ found: (symbol: SymbolTable.Symbol, offset: UInt64)) -> String? {
    // Further than 16 MiB behind a symbol is not inside what it names.
    guard found.offset < 1 << 24 else { return nil }
    return found.offset == 0 ? found.symbol.name : "\(found.symbol.name)+0x\(String(found.offset, radix: 16))"
  }
}
