import Bytes
import ELF
import Isolation
import Machine
import PageTables

/// Looks for what symbols stand for that are undefined, or weak and perhaps defined elsewhere.
///
/// Names are compared by digests, so that none is copied.
struct DefinitionFinder {
  private let files: [ObjectFile]
  private let aliases: [TextDigest: String]
  /// What the symbol table of the kernel has at the addresses of names, and where that is defined.
  private let synonyms: Synonyms
  /// Where the names are defined that somebody asks for.
  private let places: [TextDigest: ObjectPlace]
  /// Those of them that are common data.
  private let commons: Set<TextDigest>

  init(_ files: [ObjectFile], aliases: [String: String], symbols: SymbolTable?) {
    self.files = files
    let undefined = Set(files.flatMap { $0.names(of: $0.undefinedSymbols) })
    var known: [TextDigest: String] = [:]
    for (name, alias) in aliases where undefined.contains(TextDigest(name)) { known[TextDigest(name)] = alias }
    self.aliases = known
    var synonyms = Synonyms(of: undefined, in: symbols)
    let weak = files.count > 1 ? Set(files.flatMap { $0.names(of: $0.weakSymbols) }) : []
    let wanted = undefined.union(known.values.map { TextDigest($0) }).union(synonyms.names).union(weak)
    places = wanted.isEmpty ? [:] : Self.places(of: wanted, in: files)
    commons = files.count > 1 ? Self.commons(of: undefined, in: files) : []
    synonyms.resolve(places)
    self.synonyms = synonyms
  }

  /// What the undefined symbols of a file stand for, and the weak ones if there are several files; by number, as far
  /// as that can be found.
  func definitions(for file: Int) -> [Int: RelocationTarget] {
    var definitions: [Int: RelocationTarget] = [:]
    for number in files[file].undefinedSymbols {
      definitions[number] = definition(of: files[file].nameDigest(ofSymbol: number))
    }
    guard files.count > 1 else { return definitions }
    for number in files[file].weakSymbols {
      definitions[number] = places[files[file].nameDigest(ofSymbol: number)].map { .place($0) }
    }
    return definitions
  }

  private func definition(of name: TextDigest) -> RelocationTarget? {
    if let place = places[name] { return .place(place) }
    if commons.contains(name) { return .common }
    if let alias = aliases[name] {
      if alias.hasPrefix(".") { return .named(section: alias) }
      if let place = places[TextDigest(alias)] { return .place(place) }
    }
    return synonyms.place(of: name).map { .place($0) }
  }

  /// What is defined without a place: the linker puts it into .bss, unless another file says where it is.
  private static func commons(of wanted: Set<TextDigest>, in files: [ObjectFile]) -> Set<TextDigest> {
    var commons: Set<TextDigest> = []
    for file in files {
      for index in 1..<max(file.symbolCount, 1) where file.symbol(index).place == .common {
        let name = file.nameDigest(ofSymbol: index)
        if wanted.contains(name) { commons.insert(name) }
      }
    }
    return commons
  }

  /// The linker's choice: the first definition that is not weak; if all are, the first.
  private static func places(of wanted: Set<TextDigest>, in files: [ObjectFile]) -> [TextDigest: ObjectPlace] {
    var places: [TextDigest: ObjectPlace] = [:]
    var weak: Set<TextDigest> = []
    for (number, file) in files.enumerated() {
      for index in 1..<max(file.symbolCount, 1) {
        let symbol = file.symbol(index)
        guard case .section(let section) = symbol.place, symbol.isGlobal else { continue }
        let name = file.nameDigest(ofSymbol: index)
        guard wanted.contains(name), places[name] == nil || (weak.contains(name) && !symbol.isWeak) else { continue }
        if symbol.isWeak { weak.insert(name) } else { weak.remove(name) }
        places[name] = ObjectPlace(file: number, section: section, offset: symbol.offset)
      }
    }
    return places
  }
}

/// Under which other names a symbol of the kernel is known: those at the same address.
private struct Synonyms {
  /// The addresses of the names that are asked for.
  private var addresses: [TextDigest: [VirtualAddress]] = [:]
  /// The other names at these addresses, in the order of the table.
  private var others: [(name: TextDigest, address: VirtualAddress)] = []
  /// Where the first other name of each name is defined, of those that are.
  private var places: [TextDigest: ObjectPlace] = [:]

  init(of names: Set<TextDigest>, in table: SymbolTable?) {
    guard let table else { return }
    var wanted: Set<VirtualAddress> = []
    for symbol in table.symbols {
      let name = TextDigest(symbol.name)
      guard names.contains(name) else { continue }
      addresses[name, default: []].append(symbol.address)
      wanted.insert(symbol.address)
    }
    for symbol in table.symbols where wanted.contains(symbol.address) {
      let name = TextDigest(symbol.name)
      if !names.contains(name) { others.append((name, symbol.address)) }
    }
  }

  /// The other names.
  var names: [TextDigest] { others.map(\.name) }

  /// Looks up where the other names are defined.
  mutating func resolve(_ definitions: [TextDigest: ObjectPlace]) {
    var defined: [VirtualAddress: (position: Int, place: ObjectPlace)] = [:]
    for (position, other) in others.enumerated() where defined[other.address] == nil {
      if let place = definitions[other.name] { defined[other.address] = (position, place) }
    }
    places = addresses.compactMapValues { addresses in
      addresses.compactMap { defined[$0] }.min { $0.position < $1.position }?.place
    }
    (addresses, others) = ([:], [])
  }

  /// Where the first other name is defined that is; nil if none is.
  func place(of name: TextDigest) -> ObjectPlace? { places[name] }
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

  fileprivate func names(of symbols: [Int]) -> [TextDigest] { symbols.map { nameDigest(ofSymbol: $0) } }
}
