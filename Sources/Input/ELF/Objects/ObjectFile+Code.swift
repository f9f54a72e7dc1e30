package import Bytes
package import Diagnostics

// Whether a file can tell anything about code. An object that cannot must not look like one in which nothing is wrong.

extension ObjectFile {
  /// Reads an object file, or all members of an archive, as `files(in:)` does.
  ///
  /// Throws in addition if there is one whose code is not there, or does not say any more what it refers to.
  package static func filesWithCode(in bytes: FileBytes) throws(ParseError) -> [ObjectFile] {
    let files = try files(in: bytes)
    for file in files { try file.refuseWithoutCode() }
    return files
  }

  /// Whether there is code in it.
  package var hasCode: Bool { sections.contains { $0.isCode && !$0.contents.isEmpty } }

  private func refuseWithoutCode() throws(ParseError) {
    if isSlim {
      throw ParseError(
        file: name, found: "is a gcc LTO object without machine code",
        expected: "an object file (.o, vmlinux.o), compiled without -flto, or with -ffat-lto-objects")
    }
    if let section = sections.first(where: { $0.isCode && $0.contents.isEmpty && $0.size > 0 }) {
      throw ParseError(
        file: name,
        found: "has none of the code of its section \(section.name) (SHT_NOBITS), as files of debugging information "
          + "have it",
        expected: "the object file that it was taken from")
    }
    // What gcc -gsplit-dwarf writes beside the object. DWARF 5, section 7.3.2.
    if holdsNothing, let section = sections.first(where: { $0.name.hasPrefix(".debug_") && $0.name.hasSuffix(".dwo") })
    {
      throw ParseError(
        file: name, found: "has debugging information alone (\(section.name))",
        expected: "the object file (.o) that it belongs to")
    }
    guard hasCode, !isLinked, !hasRelocations else { return }
    if symbolCount < 2 {
      throw ParseError(
        file: name, found: "has code, but neither symbols nor relocations",
        expected: "an object file that was not stripped")
    }
    // Nothing refers to a symbol that is not defined here: what did is gone.
    guard let undefined = (1..<symbolCount).first(where: { symbol($0).place == .undefined }) else { return }
    throw ParseError(
      file: name, found: "has code that needs \(name(ofSymbol: undefined)), but no relocations",
      expected: "an object file whose relocations were not removed")
  }

  /// Whether gcc left only its bytecode, which the linker compiles.
  ///
  /// The symbol `__gnu_lto_slim` says so, which is a common one until somebody links (`ld -r -d`); gcc/toplev.cc of GCC
  /// 12. Without it, as strip leaves the file, nothing else is in memory.
  private var isSlim: Bool {
    guard sections.contains(where: { $0.name.hasPrefix(".gnu.lto_") }) else { return false }
    let isMarked = (1..<max(symbolCount, 1)).contains { number in
      symbol(number).place != .undefined && name(ofSymbol: number) == "__gnu_lto_slim"
    }
    return isMarked || holdsNothing
  }

  /// Whether nothing of it is in memory when the program runs.
  private var holdsNothing: Bool { !sections.contains { $0.flags.contains(.allocated) && $0.size > 0 } }

  private var hasRelocations: Bool { sections.indices.contains { relocations(ofSection: $0) != nil } }
}

extension ObjectSection {
  /// Whether it is code in memory.
  fileprivate var isCode: Bool { isText && flags.contains(.allocated) }
}
