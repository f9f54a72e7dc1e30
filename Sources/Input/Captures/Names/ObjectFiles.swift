package import Bytes
package import Diagnostics
package import Recordings

/// Reads objects.csv, types.csv and members.csv, which name what lies at an address. Each may be missing.
package struct ObjectFiles: Sendable {
  /// The ranges of objects: `start,end,kind,name`.
  package var objects: FileBytes?
  /// The types of ranges: `start,end,type,detail`.
  package var types: FileBytes?
  /// The members of types: `type,offset,size,member`.
  package var members: FileBytes?

  /// What was found and passed over.
  package var notices: [Notice] = []

  /// Takes the files that there are.
  package init(objects: FileBytes? = nil, types: FileBytes? = nil, members: FileBytes? = nil) {
    self.objects = objects
    self.types = types
    self.members = members
  }

  /// Opens the files that exist in the folder of `place`.
  package static func open(in place: InputPath) throws(ParseError) -> ObjectFiles {
    var notices: [Notice] = []
    func file(_ name: String) throws(ParseError) -> FileBytes? {
      switch try FileBytes.neighbour(place.neighbour(name), expected: "rows of names (CSV)") {
      case .absent: return nil
      case .file(let bytes): return bytes
      case .passedOver(let notice):
        notices.append(notice)
        return nil
      }
    }
    var files = ObjectFiles(
      objects: try file("objects.csv"), types: try file("types.csv"), members: try file("members.csv"))
    files.notices = notices
    return files
  }

  /// Whether there is no file at all.
  package var isEmpty: Bool { objects == nil && types == nil && members == nil }

  /// Reads all rows; throws at the first malformed one. Overlaps are not looked for.
  package func read() throws(ParseError) -> AddressNames {
    AddressNames(objects: try readObjects(), types: try readTypes(), members: try readMembers())
  }

  private func readObjects() throws(ParseError) -> [AddressNames.Object] {
    var list: [AddressNames.Object] = []
    try Self.rows(objects, ["start", "end", "kind", "name"]) { (csv, at, bytes) throws(ParseError) in
      let range = try csv.addresses(from: at[0], to: at[1], bytes)
      list.append(
        .init(
          start: range.lowerBound, end: range.upperBound, kind: csv.fields[at[2]].name(bytes),
          name: csv.fields[at[3]].name(bytes)))
    }
    return list
  }

  private func readTypes() throws(ParseError) -> [AddressNames.TypedRange] {
    var list: [AddressNames.TypedRange] = []
    try Self.rows(types, ["start", "end", "type", "detail"]) { (csv, at, bytes) throws(ParseError) in
      let range = try csv.addresses(from: at[0], to: at[1], bytes)
      list.append(
        .init(
          start: range.lowerBound, end: range.upperBound, type: csv.fields[at[2]].name(bytes),
          detail: csv.fields[at[3]].name(bytes)))
    }
    return list
  }

  private func readMembers() throws(ParseError) -> [String: [AddressNames.Member]] {
    var byType: [String: [AddressNames.Member]] = [:]
    try Self.rows(members, ["type", "offset", "size", "member"]) { (csv, at, bytes) throws(ParseError) in
      let member = AddressNames.Member(
        offset: UInt64(try csv.number(in: at[1], "offset", bytes)),
        size: UInt64(try csv.number(in: at[2], "size", bytes)), name: csv.fields[at[3]].name(bytes))
      byType[csv.fields[at[0]].name(bytes), default: []].append(member)
    }
    return byType
  }

  /// Calls `body` with every row below the header, and the positions of `columns`.
  private static func rows(
    _ file: FileBytes?, _ columns: [String],
    _ body: (CSVReader, [Int], Span<UInt8>) throws(ParseError) -> Void
  ) throws(ParseError) {
    guard let file else { return }
    try file.withBytes { (bytes) throws(ParseError) in
      var csv = CSVReader(file: file.name, bytes)
      let header = try CSVHeader(&csv, required: columns, bytes)
      let positions = columns.compactMap { header.position($0) }
      while try csv.readRow(bytes) {
        try header.check(csv, bytes)
        try body(csv, positions, bytes)
      }
    }
  }
}
