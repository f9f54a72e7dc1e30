extension ObjectWriter {
  /// The file.
  package func bytes() -> [UInt8] { image().bytes }

  /// The file, and where things are in it, so that a test can damage it.
  ///
  /// Header, contents in the order of the sections, section headers.
  package func image() -> ObjectImage {
    var all = sections
    var image = ObjectImage()
    let symbolTable = all.count + relocations.count
    image.symbolTable = symbolTable
    for (section, relocations) in relocations.sorted(by: { $0.key < $1.key }) {
      image.relocationSections[section] = all.count
      all.append(table(of: relocations, section: section, symbolTable: symbolTable))
    }
    all += symbolSections(from: symbolTable, needsNumbers: usesExtendedNumbers || symbolTable >= 0xff00)
    image.symbolNames = symbolTable + 1
    image.sectionNumbers = all.count == symbolTable + 3 ? symbolTable + 2 : nil
    image.sectionNames = all.count
    all.append(Section(name: ".shstrtab", type: 3, flags: [], bytes: [], size: 0))
    var names = NameTable()
    let nameOffsets = all.map { names.offset(of: $0.name) }
    all[image.sectionNames].bytes = names.bytes
    all[image.sectionNames].size = UInt64(names.bytes.count)
    image.bytes = [UInt8](repeating: 0, count: 64)
    for section in all {
      image.align()
      image.contents.append(image.bytes.count)
      image.bytes += section.bytes
    }
    image.align()
    image.sectionHeaders = image.bytes.count
    let isExtended = usesExtendedNumbers || all.count >= 0xff00
    if isExtended {
      all[0].size = UInt64(all.count)
      all[0].link = UInt32(image.sectionNames)
    }
    for (number, section) in all.enumerated() {
      write(section, name: nameOffsets[number], at: number == 0 ? 0 : image.contents[number], to: &image)
    }
    writeHeader(of: &image, count: all.count, isExtended: isExtended)
    return image
  }

  private func writeHeader(of image: inout ObjectImage, count: Int, isExtended: Bool) {
    image.bytes.replaceSubrange(0..<7, with: [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1])
    let fields: [(offset: Int, value: Int, width: Int)] = [
      (16, Int(kind.rawValue), 2), (18, 62, 2), (20, 1, 4), (40, image.sectionHeaders, 8), (52, 64, 2), (58, 64, 2),
      (60, isExtended ? 0 : count, 2), (62, isExtended ? 0xffff : image.sectionNames, 2),
    ]
    for field in fields { image.set(field.offset, field.width, to: UInt64(field.value)) }
  }

  private func write(_ section: Section, name: Int, at offset: Int, to image: inout ObjectImage) {
    image.append(UInt64(name), 4)
    image.append(UInt64(section.type), 4)
    for word in [section.flags.rawValue, section.address, UInt64(offset), section.size] { image.append(word, 8) }
    image.append(UInt64(section.link), 4)
    image.append(UInt64(section.info), 4)
    image.append(section.type == 0 ? 0 : 1, 8)
    image.append(section.entrySize, 8)
  }

  /// The section of relocations that fill in `section`.
  private func table(of relocations: [Relocation], section: Int, symbolTable: Int) -> Section {
    var table = ObjectImage()
    for relocation in relocations {
      table.append(relocation.offset, 8)
      table.append(UInt64(relocation.symbol) << 32 | UInt64(relocation.kind), 8)
      table.append(UInt64(bitPattern: relocation.addend), 8)
    }
    // SHT_RELA, SHF_INFO_LINK.
    return Section(
      name: ".rela" + sections[section].name, type: 4, flags: .init(rawValue: 0x40), bytes: table.bytes,
      size: UInt64(table.bytes.count), link: UInt32(symbolTable), info: UInt32(section), entrySize: 24)
  }

  /// The symbols, their names and, if need be, their section numbers; `number` is that of the first.
  private func symbolSections(from number: Int, needsNumbers: Bool) -> [Section] {
    var (table, numbers, names) = (ObjectImage(), ObjectImage(), NameTable())
    for symbol in symbols {
      let isFar = !symbol.isReserved && (symbol.section >= 0xff00 || usesExtendedNumbers)
      table.append(UInt64(names.offset(of: symbol.name)), 4)
      table.append(UInt64(symbol.info), 1)
      table.append(0, 1)
      table.append(isFar ? 0xffff : UInt64(symbol.section), 2)
      table.append(symbol.value, 8)
      table.append(symbol.size, 8)
      numbers.append(isFar ? UInt64(symbol.section) : 0, 4)
    }
    let firstGlobal = symbols.firstIndex { $0.info >> 4 != 0 } ?? symbols.count
    var result = [
      Section(
        name: ".symtab", type: 2, flags: [], bytes: table.bytes, size: UInt64(table.bytes.count),
        link: UInt32(number + 1), info: UInt32(firstGlobal), entrySize: 24),
      Section(name: ".strtab", type: 3, flags: [], bytes: names.bytes, size: UInt64(names.bytes.count)),
    ]
    if needsNumbers {
      result.append(
        Section(
          name: ".symtab_shndx", type: 18, flags: [], bytes: numbers.bytes, size: UInt64(numbers.bytes.count),
          link: UInt32(number), entrySize: 4))
    }
    return result
  }
}

/// Names with a NUL after each; equal ones share a place.
private struct NameTable {
  var bytes: [UInt8] = [0]
  private var offsets = ["": 0]

  mutating func offset(of name: String) -> Int {
    if let known = offsets[name] { return known }
    let offset = bytes.count
    bytes += Array(name.utf8) + [0]
    offsets[name] = offset
    return offset
  }
}
