package import PageTables

/// What one CR3 value maps, with the name that its design gives it.
package struct Space: Hashable, Sendable {
  /// The design's name: nopti K; pti U and K.
  package let name: String
  /// The most private class that it maps.
  package let letter: PageClass
  /// The value that selects it, as it reads back.
  package let cr3: CR3
  /// Which process it belongs to, counted from 0 in the order of appearance.
  package let process: Int

  /// Names a space.
  package init(name: String, letter: PageClass, cr3: CR3, process: Int = 0) {
    self.name = name
    self.letter = letter
    self.cr3 = cr3
    self.process = process
  }

  /// "A" for process 0, "B" for 1, ... "Z", then "P26" and so on.
  package var processName: String { processLetter(process) }
}
