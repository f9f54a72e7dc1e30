package import PageTables

/// Names of addresses, from a System.map or the output of nm.
package struct SymbolTable: Equatable, Sendable {
  /// One name.
  package struct Symbol: Hashable, Sendable {
    /// Where it starts.
    package let address: VirtualAddress
    /// The letter of nm, such as "T" or "d".
    package let kind: Character
    /// The name, cleaned.
    package let name: String

    /// Names an address.
    package init(address: VirtualAddress, kind: Character, name: String) {
      self.address = address
      self.kind = kind
      self.name = name
    }
  }

  /// All of them, by address, then by name.
  package let symbols: [Symbol]

  /// Takes symbols in any order.
  package init(_ symbols: [Symbol] = []) {
    self.symbols = symbols.sorted { ($0.address, $0.name) < ($1.address, $1.name) }
  }

  /// The number of symbols.
  package var count: Int { symbols.count }

  /// The symbol at or before `address` and how far behind it the address is; nil before the first.
  package func symbol(at address: VirtualAddress) -> (symbol: Symbol, offset: UInt64)? {
    let index = symbols.partitionPoint { $0.address <= address } - 1
    guard index >= 0 else { return nil }
    let first = symbols.partitionPoint { $0.address < symbols[index].address }
    return (symbols[first], address.rawValue - symbols[first].address.rawValue)
  }

  /// The address of the symbol with exactly this name.
  package func address(of name: String) -> VirtualAddress? {
    symbols.first { $0.name == name }?.address
  }
}
