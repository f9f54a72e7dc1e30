import ELF
import Isolation
import Machine
import PageTables

/// Looks for what symbols stand for that are undefined, or weak and perhaps defined elsewhere.
struct DefinitionFinder {
  private let files: [ObjectFile]
  private let aliases: [String: String]
  /// Under which other names a symbol of the kernel is known, if there is a table.
  private let synonyms: [String: [String]]
  /// Where the names are defined that somebody asks for.
  private let places: [String: ObjectPlace]

  init(_ files: [ObjectFile], aliases: [String: String], symbols: SymbolTable?) {
    self.files = files
    self.aliases = aliases
    let undefined = Set(files.flatMap { $0.names(of: $0.undefinedSymbols) })
    synonyms = symbols.map { Self.synonyms(of: undefined, in: $0) } ?? [:]
    let weak = files.count > 1 ? Set(files.flatMap { $0.names(of: $0.weakSymbols) }) : []
    let wanted = undefined.union(undefined.compactMap { aliases[$0] }).union(synonyms.values.joined()).union(weak)
    places = wanted.isEmpty ? [:] : Self.places(of: wanted, in: files)
  }

  /// What the undefined symbols of a file stand for, and the weak ones if there are several files; by number, as far
  /// as that can be found.
  func definitions(for file: Int) -> [Int: RelocationTarget] {
    var definitions: [Int: RelocationTarget] = [:]
    for number in files[file].undefinedSymbols {
      definitions[number] = definition(of: files[file].name(ofSymbol: number))
    }
    guard files.count > 1 else { return definitions }
    for number in files[file].weakSymbols {
      definitions[number] = places[files[file].name(ofSymbol: number)].map { .place($0) }
    }
    return definitions
  }

  private func definition(of name: String) -> RelocationTarget? {
    if let place = places[name] { return .place(place) }
    if let alias = aliases[name] {
      if alias.hasPrefix(".") { return .named(section: alias) }
      if let place = places[alias] { return .place(place) }
    }
    return synonyms[name]?.lazy.compactMap { places[$0] }.first.map { .place($0) }
  }

  /// The linker's choice: the first definition that is not weak; if all are, the first.
  private static func places(of wanted: Set<String>, in files: [ObjectFile]) -> [String: ObjectPlace] {
    var places: [String: ObjectPlace] = [:]
    var weak: Set<String> = []
    for (number, file) in files.enumerated() {
      for index in 1..<max(file.symbolCount, 1) {
        let symbol = file.symbol(index)
        guard case .section(let section) = symbol.place, symbol.isGlobal else { continue }
        let name = file.name(ofSymbol: index)
        guard wanted.contains(name), places[name] == nil || (weak.contains(name) && !symbol.isWeak) else { continue }
        if symbol.isWeak { weak.insert(name) } else { weak.remove(name) }
        places[name] = ObjectPlace(file: number, section: section, offset: symbol.offset)
      }
    }
    return places
  }

  private static func synonyms(of names: Set<String>, in symbols: SymbolTable) -> [String: [String]] {
    var addresses: [VirtualAddress: [String]] = [:]
    for symbol in symbols.symbols where names.contains(symbol.name) {
      addresses[symbol.address, default: []].append(symbol.name)
    }
    var synonyms: [String: [String]] = [:]
    for symbol in symbols.symbols where !names.contains(symbol.name) {
      for name in addresses[symbol.address] ?? [] { synonyms[name, default: []].append(symbol.name) }
    }
    return synonyms
  }
}

extension ObjectFile {
  /// The numbers of the symbols that it refers to and does not define.
  fileprivate var undefinedSymbols: [Int] {
    (1..<max(symbolCount, 1)).filter { symbol($0).place == .undefined }
  }

  /// The numbers of the symbols that it defines and another file may define instead.
  fileprivate var weakSymbols: [Int] {
    (1..<max(symbolCount, 1)).filter {
      let symbol = symbol($0)
      return symbol.isWeak && symbol.place != .undefined
    }
  }

  fileprivate func names(of symbols: [Int]) -> [String] { symbols.map { name(ofSymbol: $0) } }
}
