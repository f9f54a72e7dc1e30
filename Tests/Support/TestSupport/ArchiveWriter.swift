/// Writes archives of object files, as `ar` does.
package struct ArchiveWriter: Sendable {
  /// How names of members are written.
  package enum Style: CaseIterable, Sendable {
    /// "name/", or "/123" in a table "//"; a table of symbols "/".
    case gnu
    /// As GNU, with a table of symbols "/SYM64/".
    case gnu64
    /// "#1/20" and the name in front of the contents; a table of symbols "__.SYMDEF".
    case bsd
  }

  /// How names are written.
  package var style: Style
  /// The members.
  package var members: [(name: String, bytes: [UInt8])]

  /// An archive of these.
  package init(_ style: Style = .gnu, _ members: [(name: String, bytes: [UInt8])]) {
    self.style = style
    self.members = members
  }

  /// The file.
  package var file: [UInt8] {
    var file = Array("!<arch>\n".utf8)
    let index: [UInt8] = [0, 0, 0, 0, 0]
    switch style {
    case .gnu: file += Self.member("/", index)
    case .gnu64: file += Self.member("/SYM64/", index)
    case .bsd: file += Self.member("#1/20", Array("__.SYMDEF SORTED\0\0\0\0".utf8) + index)
    }
    var longNames: [UInt8] = []
    var fields: [String] = []
    for member in members {
      if style == .bsd {
        fields.append("#1/\(member.name.utf8.count + 3)")
      } else if member.name.utf8.count < 16 {
        fields.append(member.name + "/")
      } else {
        fields.append("/\(longNames.count)")
        longNames += Array((member.name + "/\n").utf8)
      }
    }
    if !longNames.isEmpty { file += Self.member("//", longNames) }
    for (field, member) in zip(fields, members) {
      let name = style == .bsd ? Array((member.name + "\0\0\0").utf8) : []
      file += Self.member(field, name + member.bytes)
    }
    return file
  }

  /// One member: `field` is its name as it stands in the header.
  package static func member(_ field: String, _ contents: [UInt8], size: String? = nil) -> [UInt8] {
    func padded(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: width - text.utf8.count)
    }
    let header =
      padded(field, 16) + padded("0", 12) + padded("0", 6) + padded("0", 6) + padded("644", 8)
      + padded(size ?? "\(contents.count)", 10) + "`\n"
    return Array(header.utf8) + contents + (contents.count.isMultiple(of: 2) ? [] : [0x0a])
  }
}
