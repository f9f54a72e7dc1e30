package import PageTables

/// One data access of a step, as it was recorded.
package struct RecordedAccess: Hashable, Sendable {
  /// Read or write; a read-modify-write is one of each.
  package let kind: Access.Kind
  /// The first byte.
  package let address: VirtualAddress
  /// The number of bytes, at least 1.
  package let size: UInt32
  /// The symbol with offset that the recording names; nil if it names none.
  package let symbol: TextID?

  /// Describes an access.
  package init(kind: Access.Kind, address: VirtualAddress, size: UInt32, symbol: TextID?) {
    self.kind = kind
    self.address = address
    self.size = size
    self.symbol = symbol
  }
}

/// The index of a text in the table of a ``StepTable``.
package struct TextID: RawRepresentable, Hashable, Sendable {
  /// The position in the table.
  package let rawValue: UInt32

  /// Wraps a position.
  package init(rawValue: UInt32) {
    self.rawValue = rawValue
  }
}
