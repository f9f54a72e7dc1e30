package import ELF
package import Isolation
import PageTables
package import Recordings

/// Object files that belong together: what one does not define another may.
package struct ObjectSet: Sendable {
  /// The files, in the order in which they were given.
  package let files: [ObjectFile]
  /// Their symbols by place; one a file.
  package let indexes: [SymbolIndex]
  /// What undefined symbols stand for, and with several files weak ones; by file, by number.
  private let definitions: [[Int: RelocationTarget]]

  /// Puts files together. Undefined symbols are looked for in the other files, as the policy's aliases, and with
  /// a kernel's symbols under the other names of the same address. A weak symbol gives way to one that is not.
  package init(_ files: [ObjectFile], policy: SectionPolicy, symbols: SymbolTable? = nil) {
    self.files = files
    indexes = files.map(SymbolIndex.init)
    let finder = DefinitionFinder(files, aliases: policy.aliases, symbols: symbols)
    definitions = files.indices.map { finder.definitions(for: $0) }
  }

  /// How certain it is where a reference leads.
  package enum Precision: Hashable, Sendable {
    /// A register is added: it leads into an object, or past its end.
    case indexed
    /// An address is taken, to which something may be added.
    case address
    /// What lies there is accessed, or is where control goes on.
    case exact
  }

  /// Where a relocation of a file leads; `distance` is from the start of its field to what it is relative to, in
  /// bytes: 0 in data, and up to the end of the instruction in code. With it how many bytes before the symbol that is.
  ///
  /// What leads to before its symbol leads to that symbol: compilers write so of arrays, `a[i - 1]` as `a-8(,%rdi,8)`.
  /// Only if it is exact it leads to what lies there, as far as that is in the same section; `before` is then 0, and
  /// also if a register is added.
  package func target(
    of relocation: Relocation, in file: Int, distance: Int, _ precision: Precision
  ) -> (target: RelocationTarget, before: UInt64) {
    let shift = relocation.addend &+ Int64(distance)
    let symbol = files[file].symbol(relocation.symbol)
    switch symbol.place {
    case .section(let section):
      let own = ObjectPlace(file: file, section: section, offset: symbol.offset)
      guard symbol.isWeak else { return own.moved(by: shift, precision) }
      return chosen(relocation.symbol, in: file, .place(own), shift, precision)
    case .common: return chosen(relocation.symbol, in: file, .common, shift, precision)
    case .absolute: return (.absolute, 0)
    case .undefined:
      guard relocation.symbol != 0 else { return (.absolute, 0) }
      return chosen(relocation.symbol, in: file, .undefined, shift, precision)
    }
  }

  /// The same of a reference in a table, which may be to any place of an object.
  package func target(of relocation: Relocation, in file: Int, distance: Int) -> RelocationTarget {
    target(of: relocation, in: file, distance: distance, .indexed).target
  }

  /// Where the linker takes a symbol from that a file does not define, or that another one may define instead of its `own`.
  private func chosen(
    _ symbol: Int, in file: Int, _ own: RelocationTarget, _ shift: Int64, _ precision: Precision
  ) -> (target: RelocationTarget, before: UInt64) {
    let definition = definitions[file][symbol] ?? own
    guard case .place(let place) = definition else { return (definition, 0) }
    return place.moved(by: shift, precision)
  }

  /// The section of a place.
  package func section(_ place: ObjectPlace) -> ObjectSection { files[place.file].sections[place.section] }

  /// Whether a place is inside of its section.
  func contains(_ place: ObjectPlace) -> Bool { place.offset < section(place).size }

  /// Whether a place is the start of an indirect function.
  func isIndirectFunction(_ place: ObjectPlace) -> Bool {
    guard let entry = indexes[place.file].nearest(to: place.offset, in: place.section), entry.offset == place.offset
    else { return false }
    return files[place.file].symbol(entry.symbol).kind == .indirectFunction
  }

  /// Why nobody can tell what runs where a table sends a branch; nil if something can.
  func blindness(ofBranchTo target: RelocationTarget) -> BlindSpot.Cause? {
    switch target {
    case .absolute: .addresses
    case .place(let place): !contains(place) ? .outside : isIndirectFunction(place) ? .choices : nil
    case .named, .common, .undefined: nil
    }
  }

  /// The nearest symbol at or before a place, and how many bytes after it the place is; the section's own name if
  /// there is none.
  package func name(of place: ObjectPlace) -> (symbol: String, offset: UInt64) {
    let file = files[place.file]
    guard let entry = indexes[place.file].nearest(to: place.offset, in: place.section) else {
      return (file.sections[place.section].name, place.offset)
    }
    return (file.name(ofSymbol: entry.symbol), place.offset - entry.offset)
  }

  /// The places of all symbols that are defined and whose name `isWanted`, in the order of files and symbols; without
  /// weak ones that another file defines instead.
  package func places(where isWanted: (String) -> Bool) -> [(name: String, place: ObjectPlace)] {
    var found: [(name: String, place: ObjectPlace)] = []
    for (number, file) in files.enumerated() {
      for index in 1..<max(file.symbolCount, 1) {
        let symbol = file.symbol(index)
        guard case .section(let section) = symbol.place, symbol.kind != .section, symbol.kind != .file else { continue }
        let name = file.name(ofSymbol: index)
        guard isWanted(name) else { continue }
        let place = ObjectPlace(file: number, section: section, offset: symbol.offset)
        guard !symbol.isWeak || definitions[number][index] ?? .place(place) == .place(place) else { continue }
        found.append((name, place))
      }
    }
    return found
  }
}

extension ObjectPlace {
  /// The place so many bytes further; one before it only if that is exact and in the section.
  fileprivate func moved(
    by shift: Int64, _ precision: ObjectSet.Precision
  ) -> (target: RelocationTarget, before: UInt64) {
    func place(_ offset: UInt64) -> RelocationTarget {
      .place(ObjectPlace(file: file, section: section, offset: offset))
    }
    guard shift < 0 else { return (place(offset &+ UInt64(shift)), 0) }
    if precision == .exact, shift.magnitude <= offset { return (place(offset - shift.magnitude), 0) }
    return (place(offset), precision == .indexed ? 0 : shift.magnitude)
  }
}
