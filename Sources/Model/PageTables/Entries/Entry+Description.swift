extension Entry {
  /// The short names of the flags that are set, in bit order, as the manual spells them.
  ///
  /// Bit 7 is "PS" where it selects a large page and "PAT" in a PTE; bit 12 of a large leaf is "PAT".
  public func flagNames(at level: Level) -> [String] {
    let names: [(Bit, String)] = [
      (.present, "P"), (.writable, "RW"), (.user, "US"), (.writeThrough, "PWT"), (.cacheDisable, "PCD"),
      (.accessed, "A"), (.dirty, "D"), (.pageSize, level == .pt ? "PAT" : "PS"), (.global, "G"),
    ]
    var flags = names.filter { self[$0.0] }.map(\.1)
    if level != .pt && isLeaf(at: level) && rawValue & 0x1000 != 0 { flags.append("PAT") }
    if self[.noExecute] { flags.append("XD") }
    return flags
  }

  /// The name of an entry of `level`: "PTE", "PDE", "PDPTE", "PML4E" or "PML5E".
  public static func name(at level: Level) -> String {
    switch level {
    case .pt: "PTE"
    case .pd: "PDE"
    case .pdpt: "PDPTE"
    case .pml4: "PML4E"
    case .pml5: "PML5E"
    }
  }
}
