package import Isolation
package import PageTables
package import ScenarioModel

/// Where a scenario's data and functions lie.
package struct ScenarioLayout {
  /// An object's place: the address of copy 0, and whose copies there are.
  package struct Place {
    /// The first address of copy 0.
    package let address: VirtualAddress
    /// Bytes.
    package let size: Int
    /// The section that holds it, and says whose copies there are.
    package let section: Section
  }

  /// The page that user code touches for the first time in a demand fault.
  package static let demandPage = VirtualAddress(0x7000_0000)
  /// The frame that the handler maps there.
  package static let demandFrame = FrameNumber(0x3f00)
  /// An address that nothing maps.
  package static let nowhere = VirtualAddress(0xffff_eb00_0000_0000)

  /// The class of kernel stacks.
  package let stackClass: SectionClass
  /// Data by name.
  package let data: [String: Place]
  /// The first instruction of each function, by name.
  package let functions: [String: VirtualAddress]

  /// Lays out data behind each other, 64 bytes apart or where they ask to be, and functions from the second
  /// page of their section on, 512 bytes apart. Throws what does not fit or has no section.
  package init(_ scenario: Scenario) throws(ScenarioError) {
    let sections = Dictionary(scenario.sections.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    stackClass = sections[StandardKernel.kernelStack]?.sectionClass ?? .exposedLocal
    var data: [String: Place] = [:]
    var next: [String: UInt64] = [:]
    for object in scenario.data {
      guard let section = sections[object.section], let piece = section.pieces.first else {
        throw .unknownSection(object.section, of: object.name)
      }
      let offset = object.offset ?? (next[section.name] ?? 0)
      let end = offset + UInt64(object.size)
      guard end <= piece.length else { throw .full(section.name, object.name) }
      next[section.name] = max(next[section.name] ?? 0, (end + 63) & ~63)
      data[object.name] = Place(
        address: VirtualAddress(piece.start.rawValue + offset), size: object.size, section: section)
    }
    self.data = data
    var functions: [String: VirtualAddress] = [:]
    next = [:]
    for function in scenario.functions {
      guard let section = sections[function.section], let piece = section.pieces.first else {
        throw .unknownSection(function.section, of: function.name)
      }
      guard piece.isExecutable else { throw .notText(section.name, function.name) }
      let offset = next[section.name] ?? min(0x1000, piece.length / 2)
      guard offset + 0x200 <= piece.length else { throw .full(section.name, function.name) }
      next[section.name] = offset + 0x200
      functions[function.name] = VirtualAddress(piece.start.rawValue + offset)
    }
    self.functions = functions
  }
}
