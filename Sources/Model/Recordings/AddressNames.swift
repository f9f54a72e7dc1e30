package import PageTables

/// What lies at an address, as far as a recording's side files tell: objects, their types and members.
package struct AddressNames: Equatable, Sendable {
  /// A range of addresses with a kind and a name. Ranges of one list do not overlap.
  package struct Object: Hashable, Sendable {
    /// The first address.
    package let start: UInt64
    /// The address after the last.
    package let end: UInt64
    /// "slab", "stack", "pagecache", "user", "pgtable", "percpu", "memmap", "text", "rodata", "data",
    /// "bss" or "other".
    package let kind: String
    /// The name of the object; for a slab that of its cache.
    package let name: String

    /// Names a range.
    package init(start: UInt64, end: UInt64, kind: String, name: String) {
      self.start = start
      self.end = end
      self.kind = kind
      self.name = name
    }
  }

  /// The C type of a range, and which object it is.
  package struct TypedRange: Hashable, Sendable {
    /// The first address.
    package let start: UInt64
    /// The address after the last.
    package let end: UInt64
    /// The C type, without "struct".
    package let type: String
    /// Which object of that type, in words.
    package let detail: String

    /// Types a range.
    package init(start: UInt64, end: UInt64, type: String, detail: String) {
      self.start = start
      self.end = end
      self.type = type
      self.detail = detail
    }
  }

  /// A member of a C type.
  package struct Member: Hashable, Sendable {
    /// Bytes from the start of the type.
    package let offset: UInt64
    /// Bytes.
    package let size: UInt64
    /// The path, such as "numbers[0].nr".
    package let name: String

    /// Describes a member.
    package init(offset: UInt64, size: UInt64, name: String) {
      self.offset = offset
      self.size = size
      self.name = name
    }
  }

  private var objects: [Object]
  private var types: [TypedRange]
  /// The ends of the typed ranges.
  private var typeEnds: LastAbove
  private var members: [String: MemberIndex]

  /// Takes the lists in any order; `members` is keyed by type.
  package init(objects: [Object] = [], types: [TypedRange] = [], members: [String: [Member]] = [:]) {
    self.objects = objects.sorted { $0.start < $1.start }
    self.types = types.sorted { ($0.start, $1.end) < ($1.start, $0.end) }
    typeEnds = LastAbove(self.types.map(\.end))
    self.members = members.mapValues { MemberIndex($0) }
  }

  /// Whether there is anything to look up.
  package var isEmpty: Bool { objects.isEmpty && types.isEmpty }

  /// The object that holds `address`.
  package func object(at address: VirtualAddress) -> Object? {
    let index = objects.partitionPoint { $0.start <= address.rawValue } - 1
    guard index >= 0, objects[index].end > address.rawValue else { return nil }
    return objects[index]
  }

  /// The innermost typed range that holds `address`.
  package func typedRange(at address: VirtualAddress) -> TypedRange? {
    let last = types.partitionPoint { $0.start <= address.rawValue } - 1
    return typeEnds.position(atOrBefore: last, above: address.rawValue).map { types[$0] }
  }

  /// The member of `range`'s type that an access touches: the one equal to it, else the smallest around it.
  package func member(of range: TypedRange, at address: VirtualAddress, size: UInt64) -> Member? {
    members[range.type]?.member(at: address.rawValue &- range.start, size: size)
  }
}
