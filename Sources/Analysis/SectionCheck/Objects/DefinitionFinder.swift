import Bytes
import ELF
import Isolation
import PageTables
import Recordings

/// Looks for what symbols stand for that are undefined, or weak and perhaps defined elsewhere.
///
/// Names are compared by digests, so that none is copied.
struct DefinitionFinder {
  private let files: [ObjectFile]
  private let aliases: [TextDigest: String]
  /// What the symbol table of the kernel has at the addresses of names, and where that is defined.
  private let synonyms: Synonyms
  /// What the names stand for that somebody asks for.
  private let choices: [TextDigest: RelocationTarget]

  init(_ files: [ObjectFile], aliases: [String: String], symbols: SymbolTable?) {
    self.files = files
    let undefined = Set(files.flatMap { $0.names(of: $0.undefinedSymbols) })
    var known: [TextDigest: String] = [:]
    for (name, alias) in aliases where undefined.contains(TextDigest(name)) { known[TextDigest(name)] = alias }
    self.aliases = known
    var synonyms = Synonyms(of: undefined, in: symbols)
    let replaceable = files.count > 1 ? Set(files.flatMap { $0.names(of: $0.replaceableSymbols) }) : []
    let wanted = undefined.union(known.values.map { TextDigest($0) }).union(synonyms.names).union(replaceable)
    choices = wanted.isEmpty ? [:] : Self.choices(of: wanted, in: files)
    synonyms.resolve(choices.compactMapValues { if case .place(let place) = $0 { place } else { nil } })
    self.synonyms = synonyms
  }

  /// What the undefined symbols of a file stand for, and those that another file may define instead; by number, as far as
  /// that can be found.
  func definitions(for file: Int) -> [Int: RelocationTarget] {
    var definitions: [Int: RelocationTarget] = [:]
    for number in files[file].undefinedSymbols {
      definitions[number] = definition(of: files[file].nameDigest(ofSymbol: number))
    }
    guard files.count > 1 else { return definitions }
    for number in files[file].replaceableSymbols {
      definitions[number] = choices[files[file].nameDigest(ofSymbol: number)]
    }
    return definitions
  }

  private func definition(of name: TextDigest) -> RelocationTarget? {
    if let choice = choices[name] { return choice }
    if let alias = aliases[name] {
      if alias.hasPrefix(".") { return .named(section: alias) }
      if let choice = choices[TextDigest(alias)] { return choice }
    }
    return synonyms.place(of: name).map { .place($0) }
  }

  /// The linker's choice: the first definition that is not weak, else data without a place, which it puts into .bss, else
  /// the first.
  private static func choices(of wanted: Set<TextDigest>, in files: [ObjectFile]) -> [TextDigest: RelocationTarget] {
    var choices: [TextDigest: (target: RelocationTarget, rank: Int)] = [:]
    for (number, file) in files.enumerated() {
      for index in 1..<max(file.symbolCount, 1) {
        let symbol = file.symbol(index)
        guard symbol.isGlobal, let target = RelocationTarget(symbol, ofFile: number) else { continue }
        let name = file.nameDigest(ofSymbol: index)
        let rank = symbol.isWeak ? 0 : target == .common ? 1 : 2
        if wanted.contains(name), rank > choices[name]?.rank ?? -1 { choices[name] = (target, rank) }
      }
    }
    return choices.mapValues(\.target)
  }
}

extension RelocationTarget {
  /// What a symbol of a file stands for by itself; nil if it is not defined.
  fileprivate init?(_ symbol: ObjectSymbol, ofFile file: Int) {
    switch symbol.place {
    case .section(let section): self = .place(ObjectPlace(file: file, section: section, offset: symbol.offset))
    case .absolute: self = .absolute
    case .common: self = .common
    case .undefined: return nil
    }
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

  /// The numbers of the symbols that it defines and another file may define instead: weak ones, and common data.
  fileprivate var replaceableSymbols: [Int] {
    (1..<max(symbolCount, 1)).filter {
      let symbol = symbol($0)
      return symbol.isWeak && symbol.place != .undefined || symbol.place == .common
    }
  }

  fileprivate func names(of symbols: [Int]) -> [TextDigest] { symbols.map { nameDigest(ofSymbol: $0) } }
}
