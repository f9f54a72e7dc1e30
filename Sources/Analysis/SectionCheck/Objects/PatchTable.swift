import Bytes
import ELF

/// A table of a file that says which code is patched: entries of one size, whose first fields are relocated.
struct PatchTable {
  private let set: ObjectSet
  private let file: Int
  private let section: Int
  private let relocations: SortedRelocations
  private let contents: Range<Int>
  /// Those of sections with replacements, sorted; nil for one without.
  private var others: [Int: SortedRelocations?] = [:]

  /// Takes section `number` of a file of the set as a table.
  init(_ set: ObjectSet, file: Int, section number: Int, _ relocations: SortedRelocations) {
    self.set = set
    self.file = file
    section = number
    self.relocations = relocations
    contents = set.files[file].sections[number].contents
  }

  /// Whether its entries count from themselves; false if they hold addresses.
  var isRelative: Bool {
    (0..<relocations.count).lazy.map { relocations[$0].kind }.first(where: \.counts) != .absolute64
  }

  /// The size of its entries: of those that are given the first that the relocations fit, which are at an entry's start
  /// and 4 bytes further; of several one that leaves no rest.
  func entrySize(of sizes: [Int]) -> Int {
    let fitting = sizes.filter { size in
      (0..<relocations.count).allSatisfy { position in
        let relocation = relocations[position]
        return !relocation.kind.counts || [0, 4].contains(relocation.offset % UInt64(size))
      }
    }
    return fitting.first { contents.count % $0 == 0 } ?? fitting.first ?? sizes[0]
  }

  /// Where its entries of a size start, in bytes from its own start.
  func entries(size: Int) -> StrideTo<Int> { stride(from: 0, to: contents.count - size + 1, by: size) }

  /// Where bytes are left that are less than an entry; nil if there are none.
  func rest(behind size: Int) -> Int? { contents.count % size == 0 ? nil : contents.count - contents.count % size }

  /// An entry's own place.
  func site(of entry: Int) -> ObjectPlace { ObjectPlace(file: file, section: section, offset: UInt64(entry)) }

  /// What fills in the field that is so many bytes from the start; nil if nothing does.
  private func relocation(at offset: Int) -> Relocation? {
    var position = relocations.position(of: UInt64(offset))
    while position < relocations.count, relocations[position].offset == UInt64(offset) {
      let relocation = relocations[position]
      if relocation.kind == .relative32 || relocation.kind == .absolute64 { return relocation }
      position += 1
    }
    return nil
  }

  /// Where the field leads that is so many bytes from the start; nil if nothing fills it in.
  func target(at offset: Int) -> RelocationTarget? {
    relocation(at: offset).map { set.target(of: $0, in: file, distance: 0) }
  }

  /// The name of the symbol there; nil if nothing fills it in.
  func targetName(at offset: Int) -> String? {
    guard let relocation = relocation(at: offset) else { return nil }
    if case .place(let place) = set.target(of: relocation, in: file, distance: 0) { return set.name(of: place).symbol }
    return set.files[file].name(ofSymbol: relocation.symbol)
  }

  /// The same, if it leads to a place inside of a section.
  func place(at offset: Int) -> ObjectPlace? {
    guard case .place(let place)? = target(at: offset), set.contains(place) else { return nil }
    return place
  }

  /// Where the field leads to a replacement of so many bytes; nil if those are not all in a section. One of none may
  /// be at the section's end.
  func replacement(at offset: Int, of length: UInt8) -> ObjectPlace? {
    guard case .place(let place)? = target(at: offset) else { return nil }
    let size = set.section(place).size
    return place.offset <= size && UInt64(length) <= size - place.offset ? place : nil
  }

  /// How many relocations there are in so many bytes of a section of the same file.
  mutating func relocationCount(at place: ObjectPlace, of length: UInt8) -> Int {
    let relocations =
      others[place.section] ?? set.files[file].relocations(ofSection: place.section).map { SortedRelocations($0) }
    others[place.section] = .some(relocations)
    guard let relocations else { return 0 }
    return relocations.position(of: place.offset + UInt64(length)) - relocations.position(of: place.offset)
  }

  /// The byte so many bytes from the start; nil behind the end.
  func byte(at offset: Int) -> UInt8? {
    offset < contents.count ? set.files[file].bytes.byte(at: contents.lowerBound + offset) : nil
  }

  /// The number in the four bytes there; nil behind the end.
  func number(at offset: Int) -> UInt32? {
    offset + 4 <= contents.count ? set.files[file].bytes.littleEndian32(at: contents.lowerBound + offset) : nil
  }
}
