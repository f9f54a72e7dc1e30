package import Bytes
package import Diagnostics

/// An object file for x86-64 before the final link: its sections, symbols and relocations.
///
/// System V gABI, chapter 4.
package struct ObjectFile: Sendable {
  /// The name to show: that of the file, or "archive.a(member.o)"; cleaned.
  package let name: String
  /// The whole file; for a member of an archive the member.
  package let bytes: FileBytes
  /// The sections; their position is their number, and 0 is none.
  package let sections: [ObjectSection]
  /// How many symbols there are; their numbers are below it, and 0 is none.
  package let symbolCount: Int
}

extension ObjectFile {
  /// Reads an object file, or all members of an archive that are object files, in their order.
  ///
  /// Throws if there is none, or if one is damaged: with the place and with what was expected.
  package static func files(in bytes: FileBytes) throws(ParseError) -> [ObjectFile] {
    throw ParseError(file: bytes.name, found: "is no object file")
  }

  /// Symbol `number`, which is below `symbolCount`.
  package func symbol(_ number: Int) -> ObjectSymbol {
    ObjectSymbol(kind: .none, isGlobal: false, place: .undefined, offset: 0, size: 0)
  }

  /// The name of a symbol, cleaned; that of its section if it names one; empty if it has none.
  package func name(ofSymbol number: Int) -> String { "" }

  /// The relocations of a section by its number, in the order of the file; nil if it has none.
  package func relocations(ofSection number: Int) -> RelocationTable? { nil }
}

/// The relocations of one section, read from the file as they are asked for.
package struct RelocationTable: Sendable {
  /// How many there are.
  package let count: Int

  /// Relocation `index`, which is below `count`.
  package subscript(_ index: Int) -> Relocation {
    Relocation(offset: 0, kind: .none, symbol: 0, addend: 0)
  }
}
