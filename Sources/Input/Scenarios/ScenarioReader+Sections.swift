import Diagnostics
import Isolation
import PageTables
import ScenarioModel
import YAML

extension ScenarioReader {
  /// What can be described of a section.
  private static let sectionKeys = ["name", "class", "address", "pages", "kind"]
  /// Classes that a section of the file can have.
  private static let classes = SectionClass.allCases.filter { $0 != .user && $0 != .directMap }.map(\.rawValue)

  /// The sections, after the threads: local ones have a copy for each process.
  mutating func readSections(_ node: YAMLNode) throws(ParseError) {
    var room = SectionRoom()
    for item in try nodes.list(node, "sections") {
      let fields = try nodes.fields(item, "one of sections", keys: Self.sectionKeys)
      guard let nameNode = fields["name"] else {
        throw nodes.error(item, "one of sections without name", expected: "name")
      }
      let name = try nodes.name(nameNode, "name")
      if let other = places[.section]?[name] {
        throw nodes.error(nameNode, "'\(name)' a second time", expected: "it once; it is in line \(other.mark.line)")
      }
      places[.section, default: [:]][name] = nameNode
      if let index = scenario.sections.firstIndex(where: { $0.name == name }) {
        try reclassify(index, fields, nameNode)
      } else {
        try addSection(name, fields, item, &room)
      }
    }
  }

  /// A section of the standard kernel: it stays where it is, and gets another class.
  private mutating func reclassify(_ index: Int, _ fields: [String: YAMLNode], _ nameNode: YAMLNode)
    throws(ParseError)
  {
    let old = scenario.sections[index]
    for key in ["address", "pages", "kind"] {
      if let value = fields[key] {
        throw nodes.error(
          value, "\(key) for '\(old.name)', a section of the standard kernel", expected: "class alone, or another name")
      }
    }
    guard let value = fields["class"] else {
      throw nodes.error(nameNode, "'\(old.name)' without class", expected: "class")
    }
    guard old.sectionClass != .user && old.sectionClass != .directMap else {
      throw nodes.error(value, "a class for '\(old.name)'", expected: "it to stay \(old.sectionClass.rawValue)")
    }
    scenario.sections[index].sectionClass = try sectionClass(value)
  }

  /// A class of those that a section of a file can have.
  func sectionClass(_ node: YAMLNode) throws(ParseError) -> SectionClass {
    let word = try nodes.word(node, "class", of: Self.classes)
    return SectionClass(rawValue: word) ?? .privateKernel
  }

  private mutating func addSection(
    _ name: String, _ fields: [String: YAMLNode], _ item: YAMLNode, _ room: inout SectionRoom
  ) throws(ParseError) {
    let content = try content(ofSection: name, fields, item)
    let isText = content.isText
    let pages = try fields["pages"].map { value throws(ParseError) in
      try nodes.number(value, "pages", in: 1...SectionRoom.pageLimit)
    }
    let count = pages ?? (isText ? 16 : 4)
    let copies = content.sectionClass == .exposedLocal ? scenario.processCount : 1
    let place: SectionRoom.Place
    if let value = fields["address"] {
      place = try given(try nodes.address(value, "address"), value, pages: count * copies, &room)
    } else if let free = room.take(pages: count * copies, isText: isText) {
      place = free
    } else {
      throw nodes.error(
        fields["pages"] ?? item, "no room for the \(count * copies) pages of '\(name)'", expected: "fewer pages")
    }
    let stride = UInt64(count) * 4096
    let section = Section(
      name, content.sectionClass,
      [
        .init(
          start: VirtualAddress(place.start), physical: PhysicalAddress(place.physical), pages: count,
          isWritable: content.isWritable, isExecutable: isText)
      ],
      copies: copies > 1 ? .perProcess(address: stride, physical: stride) : .one)
    try checkOverlap(of: section, pages: count * copies, fields["address"] ?? item)
    scenario.sections.append(section)
  }

  private func given(_ address: UInt64, _ node: YAMLNode, pages: Int, _ room: inout SectionRoom) throws(ParseError)
    -> SectionRoom.Place
  {
    guard address % 4096 == 0 else {
      throw nodes.error(node, "an address inside of a page", expected: "a multiple of 0x1000")
    }
    guard SectionRoom.isUsable(address, pages: pages) else {
      throw nodes.error(
        node, "an address where no section can be",
        expected: "one in the kernel image or in vmalloc, such as 0x"
          + String(SectionRoom.dataStart, radix: 16))
    }
    guard let physical = room.takeFrames(pages) else {
      throw nodes.error(node, "no room for \(pages) pages", expected: "fewer pages")
    }
    room.avoid(address, pages: pages)
    return SectionRoom.Place(start: address, physical: physical)
  }

  private func checkOverlap(of section: Section, pages: Int, _ node: YAMLNode) throws(ParseError) {
    guard let start = section.pieces.first?.start.rawValue else { return }
    let end = start + UInt64(pages) * 4096
    for other in scenario.sections where other.sectionClass != .user {
      let copies =
        switch other.copies {
        case .one: 1
        case .perProcess: scenario.processCount
        case .perThread: scenario.threads.count
        }
      for piece in (0..<copies).flatMap({ other.pieces(ofCopy: $0) }) {
        let from = piece.start.rawValue
        let (to, overflows) = from.addingReportingOverflow(piece.length)
        guard !overflows, from < end, start < to else { continue }
        let whose = places[.section]?[other.name].map { "line \($0.mark.line)" } ?? "the standard kernel"
        throw nodes.error(
          node, "'\(section.name)' at 0x\(String(start, radix: 16)), where '\(other.name)' of \(whose) is",
          expected: "addresses outside of 0x\(String(from, radix: 16)) to 0x\(String(to, radix: 16))")
      }
    }
  }
}
