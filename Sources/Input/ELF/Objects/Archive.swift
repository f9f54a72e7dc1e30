import Bytes
import Diagnostics

/// An archive of object files, as `ar` writes them.
///
///      0      16     28    34    40     48     58  60
///     +------+------+-----+-----+------+------+---+-------------------------+
///     | name | date | uid | gid | mode | size |`\n| contents, padded to 2   |
///     +------+------+-----+-----+------+------+---+-------------------------+
///
/// The names of System V and GNU ("name/", "/123" in the table "//") and those of BSD ("#1/20", in front of the contents).
/// FreeBSD's ar(5) describes them all.
struct Archive {
  /// The bytes of the header of a member.
  private static let headerSize = 60
  /// The most bytes of a member's name.
  private static let nameLimit = 512

  /// The archive.
  private let bytes: FileBytes
  /// Where the table of long names is, in bytes from the start of the file; empty if there is none yet.
  private var longNames = 0..<0

  /// Whether bytes begin as an archive does, a thin one too.
  static func isArchive(_ bytes: FileBytes) -> Bool {
    let archive = Archive(bytes)
    return archive.holds("!<arch>\n", at: 0) || archive.holds("!<thin>\n", at: 0)
  }

  /// The members that are not tables of the archive, in their order; nil if `bytes` are no archive.
  ///
  /// Throws if a member is not inside the file, or is in another file (a thin archive).
  static func members(of bytes: FileBytes) throws(ParseError) -> [FileBytes]? {
    var archive = Archive(bytes)
    if archive.holds("!<thin>\n", at: 0) {
      throw ParseError(
        file: bytes.name, found: "is a thin archive, whose members are other files",
        expected: "these files, or an archive that holds them ('ar rc' without 'T')")
    }
    guard archive.holds("!<arch>\n", at: 0) else { return nil }
    var members: [FileBytes] = []
    var offset = 8
    while offset < bytes.count {
      if let member = try archive.member(at: &offset) { members.append(member) }
    }
    return members
  }

  private init(_ bytes: FileBytes) {
    self.bytes = bytes
  }

  /// The member whose header starts at `offset`, which moves to the next one; nil if it is a table of the archive.
  private mutating func member(at offset: inout Int) throws(ParseError) -> FileBytes? {
    let start = offset + Self.headerSize
    guard start <= bytes.count, holds("`\n", at: offset + 58) else {
      throw problem(offset, "no header of a member", expected: "60 bytes that end with 60 0a")
    }
    guard let size = number(offset + 48..<offset + 58) else {
      throw problem(offset + 48, "'\(text(offset + 48..<offset + 58))' for the size", expected: "a number")
    }
    guard size <= bytes.count - start else {
      throw problem(
        offset, "a member of \(size) bytes", expected: "at most \(bytes.count - start), up to the end of the file")
    }
    var contents = start..<start + size
    let name = try name(at: offset, &contents)
    offset = start + size + size % 2
    // An object is no table of symbols, whatever it is called.
    let member = bytes.slice(contents, name: "\(bytes.name)(\(name))")
    if let member, ELFHeader.isELF(member) { return member }
    switch name {
    case "/", "/SYM64/": return nil
    case "//":
      longNames = contents
      return nil
    case "__.SYMDEF", "__.SYMDEF SORTED", "__.SYMDEF_64", "__.SYMDEF_64 SORTED": return nil
    default: return member
    }
  }

  /// The name of the member whose header starts at `offset`, cleaned; one in front of `contents` is cut off from them.
  private func name(at offset: Int, _ contents: inout Range<Int>) throws(ParseError) -> String {
    let end = (offset..<offset + 16).last { bytes.byte(at: $0) != 0x20 } ?? offset - 1
    let field = offset..<end + 1
    let name = text(field)
    if name.hasPrefix("#1/") {
      guard let count = number(offset + 3..<offset + 16), count <= min(contents.count, Self.nameLimit) else {
        throw problem(offset, "the name '\(name)'", expected: "a length that the member has, at most 512")
      }
      let range = contents.lowerBound..<contents.lowerBound + count
      contents = range.upperBound..<contents.upperBound
      return text(range.lowerBound..<bytes.withBytes { $0.firstIndex(of: 0, or: 0, in: range) })
    }
    if ["/", "//", "/SYM64/"].contains(name) { return name }
    if name.hasPrefix("/") {
      guard let place = number(offset + 1..<offset + 16), place < longNames.count else {
        throw problem(
          offset, "the name '\(name)'",
          expected: "a place inside the table of long names (\(longNames.count) bytes)")
      }
      return try longName(at: longNames.lowerBound + place, of: offset)
    }
    return name.hasSuffix("/") ? String(name.dropLast()) : name
  }

  /// The name that starts at `start` in the table of long names, where it ends with "/" and a line feed.
  private func longName(at start: Int, of offset: Int) throws(ParseError) -> String {
    let most = start..<min(start + Self.nameLimit + 2, longNames.upperBound)
    let end = bytes.withBytes { $0.firstIndex(of: 0x0a, or: 0, in: most) }
    guard end < most.upperBound else {
      throw problem(offset, "a long name without end", expected: "a line feed within 512 bytes")
    }
    let name = text(start..<end)
    return name.hasSuffix("/") ? String(name.dropLast()) : name
  }

  /// Whether these bytes of ASCII stand at `offset`.
  private func holds(_ text: String, at offset: Int) -> Bool {
    text.utf8.enumerated().allSatisfy { bytes.byte(at: offset + $0.offset) == $0.element }
  }

  /// The text in a range, cleaned; empty if the range reaches outside of the file.
  private func text(_ range: Range<Int>) -> String {
    bytes.withBytes { CleanText.clean($0, range) }
  }

  /// The decimal number in a range, with spaces after it; nil if there is none.
  private func number(_ range: Range<Int>) -> Int? {
    let digits = text(range).prefix { $0 != " " }
    // Int would take a sign, too.
    guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(digits)
  }

  /// What is wrong with the archive, at `offset`.
  private func problem(_ offset: Int, _ found: String, expected: String) -> ParseError {
    ParseError(file: bytes.name, at: .byte(UInt64(offset)), found: found, expected: expected)
  }
}
