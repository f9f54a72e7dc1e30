package import ELF

/// One end of a reference, by numbers: its names are made when they are asked for.
package struct FindingEnd: Hashable, Sendable {
  /// What names it.
  package enum Name: Hashable, Sendable {
    /// A symbol of a file, by its number.
    case symbol(file: Int, number: Int)
    /// A section of a file, by its number: it has no symbol at or before the place.
    case section(file: Int, number: Int)
    /// The type of a relocation: what it leads to is not read.
    case relocation(Relocation.Kind)
    /// Nothing.
    case none
  }

  /// The section.
  package enum Section: Hashable, Sendable {
    /// One of a file, by its number.
    case section(file: Int, number: Int)
    /// One that the linker makes.
    case named(String)
    /// It is not known.
    case unknown
  }

  /// What names it.
  package let name: Name
  /// Bytes from there to the place; below 0 if the place is before it, and nobody knows what lies there.
  package let offset: Int64
  /// Its section.
  package let section: Section
}

extension ObjectSet {
  /// A place as an end of a reference: the nearest symbol at or before it.
  func end(at place: ObjectPlace) -> FindingEnd {
    let section = FindingEnd.Section.section(file: place.file, number: place.section)
    guard let entry = indexes[place.file].nearest(to: place.offset, in: place.section) else {
      return FindingEnd(
        name: .section(file: place.file, number: place.section), offset: Int64(clamping: place.offset), section: section
      )
    }
    return FindingEnd(
      name: .symbol(file: place.file, number: entry.symbol), offset: Int64(clamping: place.offset - entry.offset),
      section: section)
  }

  /// What a site refers to.
  func target(of site: FindingCollector.Site) -> FindingEnd {
    if let blind = site.blind {
      return blind.cause == .relocations
        ? FindingEnd(name: .relocation(site.relocation), offset: 0, section: .unknown) : end(at: site.place)
    }
    let name: FindingEnd.Name =
      site.symbol == 0 ? .none : .symbol(file: site.place.file, number: site.symbol)
    switch site.target {
    case .place(let place):
      let end = ownTarget(of: site, place) ?? end(at: place)
      let distance = end.offset == 0 ? -Int64(clamping: site.before) : end.offset
      return FindingEnd(name: end.name, offset: distance, section: end.section)
    case .named(let section): return FindingEnd(name: name, offset: 0, section: .named(section))
    case .common: return FindingEnd(name: name, offset: 0, section: .named("COMMON"))
    case .absolute, .undefined: return FindingEnd(name: name, offset: 0, section: .unknown)
    }
  }

  /// The name that the relocation itself has for a place: of several symbols there, the one that the source used. Nil
  /// if it names the section, or a symbol behind the place.
  private func ownTarget(of site: FindingCollector.Site, _ place: ObjectPlace) -> FindingEnd? {
    guard site.symbol != 0, place.file == site.place.file else { return nil }
    let symbol = files[place.file].symbol(site.symbol)
    guard symbol.kind != .section, symbol.place == .section(place.section), symbol.offset <= place.offset else {
      return nil
    }
    // It may lie behind the symbol's object as well.
    if site.isExact, symbol.size > 0, place.offset - symbol.offset >= symbol.size { return nil }
    return FindingEnd(
      name: .symbol(file: place.file, number: site.symbol), offset: Int64(clamping: place.offset - symbol.offset),
      section: .section(file: place.file, number: place.section))
  }

  /// The text of a name.
  func text(of name: FindingEnd.Name) -> String {
    switch name {
    case .symbol(let file, let number): files[file].name(ofSymbol: number)
    case .section(let file, let number): files[file].sections[number].name
    case .relocation(let kind): kind.name
    case .none: ""
    }
  }

  /// The name of a section; nil if it is not known.
  func text(of section: FindingEnd.Section) -> String? {
    switch section {
    case .section(let file, let number): files[file].sections[number].name
    case .named(let name): name
    case .unknown: nil
    }
  }
}
