package import PageTables

/// Chooses mappings by what they allow, whose they are and where they lie.
///
///     w&x            writable and executable        size>=2M       at least 2 MiB long
///     exposed|user   of either class                phys:0x7a06000 holds this physical address
///     !global        without the global flag        0xffff888...   holds this address
///     2M             made of 2 MiB pages            "direct map"   in this region (or vmalloc, ...)
///
/// `&` binds closer than `|`, a blank is an `&`, and parentheses group.
package struct MappingFilter: Equatable, Sendable {
  /// What a filter looks at.
  package struct Subject: Sendable {
    /// What the entries allow together.
    package let rights: Rights
    /// Whose it is; nil if unknown.
    package let pageClass: PageClass?
    /// Whether the translation survives CR3 writes.
    package let isGlobal: Bool
    /// The size of the pages; nil where sizes are mixed.
    package let pageSize: PageSize?
    /// The first and the last address.
    package let addresses: ClosedRange<UInt64>
    /// The first and the last physical address; nil where frames are mixed.
    package let physical: ClosedRange<UInt64>?
    /// Bytes.
    package let size: UInt64
    /// Names: the region and whatever else it is called.
    package let names: [String]
    /// The mapping whose repeats lie elsewhere too; nil if there are none.
    fileprivate var repeats: Mapping?

    /// Describes a mapping or a row of several.
    package init(
      rights: Rights, pageClass: PageClass?, isGlobal: Bool, pageSize: PageSize?,
      addresses: ClosedRange<UInt64>, physical: ClosedRange<UInt64>?, size: UInt64, names: [String]
    ) {
      self.rights = rights
      self.pageClass = pageClass
      self.isGlobal = isGlobal
      self.pageSize = pageSize
      self.addresses = addresses
      self.physical = physical
      self.size = size
      self.names = names
    }
  }

  /// A filter that cannot be understood.
  package struct Problem: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was found, and what was expected.
    package let description: String
  }

  indirect enum Term: Equatable, Sendable {
    case word(Word)
    case name(Fragment)
    case pageSize(PageSize)
    case address(UInt64)
    case physical(UInt64)
    case size(Comparison, UInt64)
    case not(Term)
    case all([Term])
    case any([Term])
  }

  enum Word: String, CaseIterable, Sendable {
    case r, w, x, user, supervisor, exposed, `private`, global
    case u = "U"
    case e = "E"
    case p = "P"
  }

  enum Comparison: String, CaseIterable, Sendable {
    case atLeast = ">="
    case atMost = "<="
    case more = ">"
    case less = "<"
    case equal = "="
  }

  private let term: Term

  /// Reads a filter; an empty text admits everything.
  package init(_ text: String) throws(Problem) {
    var parser = MappingFilterParser(text)
    term = try parser.parse()
  }

  /// Whether the filter admits a mapping.
  package func admits(_ subject: Subject) -> Bool { Self.holds(term, subject) }

  /// Whether the filter admits a mapping of a class, of a space with this paging mode.
  package func admits(_ mapping: Mapping, _ pageClass: PageClass?, mode: PagingMode) -> Bool {
    let last = mapping.start.rawValue &+ (mapping.length &- 1)
    // Repeats at unknown distances may lie in any region behind the first.
    let regions =
      mapping.regions(mode: mode) ?? Region.allCases.drop { $0 != Region(of: mapping.start, mode: mode) }.map { $0 }
    var subject =
      Subject(
        rights: mapping.rights, pageClass: pageClass, isGlobal: mapping.isGlobal,
        pageSize: mapping.pageSize, addresses: mapping.start.rawValue...max(last, mapping.start.rawValue),
        physical: mapping.physical.rawValue...(mapping.physical.rawValue &+ (mapping.length &- 1)),
        size: mapping.length, names: regions.map(\.rawValue))
    if mapping.repeatCount > 1 { subject.repeats = mapping }
    return admits(subject)
  }

  private static func holds(_ term: Term, _ subject: Subject) -> Bool {
    switch term {
    case .word(let word): holds(word, subject)
    case .name(let name): subject.names.contains { name.stands(in: $0) }
    case .pageSize(let size): subject.pageSize == size
    case .address(let address):
      subject.addresses.contains(address) || subject.repeats?.mayHold(VirtualAddress(address)) ?? false
    case .physical(let address): subject.physical?.contains(address) ?? false
    case .size(let comparison, let size): holds(comparison, subject.size, size)
    case .not(let term): !holds(term, subject)
    case .all(let terms): terms.allSatisfy { holds($0, subject) }
    case .any(let terms): terms.contains { holds($0, subject) }
    }
  }

  private static func holds(_ word: Word, _ subject: Subject) -> Bool {
    switch word {
    case .r: true
    case .w: subject.rights.contains(.write)
    case .x: subject.rights.contains(.execute)
    case .user, .u: subject.rights.contains(.user)
    case .supervisor: !subject.rights.contains(.user)
    case .exposed, .e: subject.pageClass == .exposed
    case .private, .p: subject.pageClass == .private
    case .global: subject.isGlobal
    }
  }

  private static func holds(_ comparison: Comparison, _ a: UInt64, _ b: UInt64) -> Bool {
    switch comparison {
    case .atLeast: a >= b
    case .atMost: a <= b
    case .more: a > b
    case .less: a < b
    case .equal: a == b
    }
  }
}
