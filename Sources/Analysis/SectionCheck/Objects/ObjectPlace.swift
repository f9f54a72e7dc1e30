/// A place in one of several object files.
package struct ObjectPlace: Hashable, Sendable {
  /// The position of the file among those that are checked.
  package let file: Int
  /// The number of the section.
  package let section: Int
  /// Bytes from the start of the section; may lie outside.
  package let offset: UInt64

  /// Names a place.
  package init(file: Int, section: Int, offset: UInt64) {
    self.file = file
    self.section = section
    self.offset = offset
  }
}

/// Where a relocation leads.
package enum RelocationTarget: Hashable, Sendable {
  /// To a place.
  case place(ObjectPlace)
  /// To a section that the linker makes, by its name: what it holds is not in the files.
  case named(section: String)
  /// To uninitialised data without a section yet.
  case common
  /// To a number.
  case absolute
  /// To a symbol that none of the files defines.
  case undefined
}
