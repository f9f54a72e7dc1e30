package import Diagnostics
import ELF

/// A reference that a rule finds something in, at a place of an object file.
///
/// There may be as many as relocations, and names may be long: so it refers to names, and does not hold them.
package struct ObjectFinding: Sendable {
  /// One end of the reference, in names.
  package struct End: Hashable, Sendable {
    /// The nearest symbol at or before the place; the section if there is none.
    package let symbol: String
    /// Bytes from that symbol to the place; below 0 if the place is before it, and nobody knows what lies there.
    package let offset: Int64
    /// The section; nil if it is not known.
    package let section: String?

    /// Names one end.
    package init(symbol: String, offset: Int64, section: String?) {
      self.symbol = symbol
      self.offset = offset
      self.section = section
    }

    /// "foo", or "foo+0x1a" if it is not the start.
    package var name: String { offset == 0 ? symbol : place }

    /// "foo+0x1a"; "foo+0x0" at the start, "foo-0x8" before it.
    package var place: String { "\(symbol)\(offset < 0 ? "-" : "+")0x\(String(offset.magnitude, radix: 16))" }
  }

  /// Whose code or data the finding is charged to.
  package enum Origin: String, Hashable, Sendable {
    /// It stands where the finding is.
    case itself
    /// It is in code that replaces the instruction at the place of the finding.
    case alternative
    /// It is a jump that is patched in at the place of the finding.
    case staticJump = "static jump"
    /// It is where control goes on when the instruction at the place of the finding faults.
    case fixup = "exception table"
  }

  /// Which rule finds it.
  package let id: RuleID
  private let reference: FindingCollector.Site
  private let names: FindingNames

  /// A finding of a rule at a site, whose names are made when they are asked for.
  init(_ id: RuleID, _ site: FindingCollector.Site, _ names: FindingNames) {
    self.id = id
    reference = site
    self.names = names
  }
}

/// The files whose names findings show: many findings have one.
final class FindingNames: Sendable {
  let set: ObjectSet

  init(_ set: ObjectSet) {
    self.set = set
  }
}

extension ObjectFinding {
  /// The name of the file.
  package var file: String { names.set.files[site.file].name }

  /// How much it matters.
  package var severity: Severity { SectionRules.rule(id).severity }

  /// What refers.
  package var from: End { end(source) }

  /// What is referred to.
  package var to: End { end(target) }

  /// What refers, by numbers.
  package var source: FindingEnd { names.set.end(at: site) }

  /// What is referred to, by numbers.
  package var target: FindingEnd { names.set.target(of: reference) }

  private func end(_ end: FindingEnd) -> End {
    End(symbol: text(of: end.name), offset: end.offset, section: text(of: end.section))
  }

  /// The text of the name of one of its ends.
  package func text(of name: FindingEnd.Name) -> String { names.set.text(of: name) }

  /// The text of the section of one of its ends; nil if it is not known.
  package func text(of section: FindingEnd.Section) -> String? { names.set.text(of: section) }

  /// The relocation's type, such as "R_X86_64_PC32"; nil if it is about code that cannot be read.
  package var relocation: String? {
    reference.blind.map { $0.cause == .relocations } ?? true ? reference.relocation.name : nil
  }

  /// The bytes of the relocated field: 1 to 8.
  package var fieldSize: Int { max(Int(reference.relocation.width), 1) }

  /// What is wrong, without the place.
  package var message: String {
    let to = to
    let name = reference.blind?.words(from: source.offset, reference.relocation) ?? to.name
    return SectionRules.rule(id)
      .message(ReferenceNames(to: name, in: to.section, from: text(of: source.section) ?? ""))
  }

  /// Whose code it is.
  package var origin: Origin { reference.origin }

  /// The place: of the relocated field, or of the instruction that is patched.
  package var site: ObjectPlace { reference.place }

  /// The place as an offset in bytes from the start of the file; of a place outside of its section the section's end.
  package var fileOffset: Int {
    let contents = names.set.section(site).contents
    return contents.lowerBound + min(Int(clamping: site.offset), contents.count)
  }

  /// "vmlinux.o: error: foo+0x1a: reference to private secret (.data) from exposed text (.text..exposed) [DATA]".
  package var line: String {
    "\(file): \(severity.rawValue): \(from.place): \(message) [\(id.rawValue)]"
  }
}

extension ObjectFinding: Hashable {
  /// Whether two findings say the same of the same place: those of one check by numbers, others by names.
  package static func == (one: ObjectFinding, other: ObjectFinding) -> Bool {
    guard one.id == other.id, one.site == other.site, one.origin == other.origin else { return false }
    guard one.names !== other.names else { return one.reference == other.reference }
    return one.relocation == other.relocation && one.from == other.from && one.to == other.to
      && one.file == other.file
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(id)
    hasher.combine(site)
    hasher.combine(origin)
  }
}
