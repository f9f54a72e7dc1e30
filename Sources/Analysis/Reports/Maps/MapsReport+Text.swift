import Diagnostics
import Isolation
import PageTables

extension MapsReport {
  /// Writes aligned columns: two lines for the space, warnings, one for the columns, one a mapping, then what is missing.
  ///
  ///     C start            end                size rwx U G pg      physical repeat
  ///     U 0000000060001000-0000000060002000     4K r-x U - 4K 0000001bde000
  ///     E ffffff3700003000-ffffff3700004000     4K r-- S G 4K 0000007a03000 x65536 +64K
  ///
  /// Lines that start with "! " tell what the input lacks or what is malformed; "+ " lines tell the parts of
  /// large private pages that are exposed.
  package func writeText(to sink: inout ByteSink) {
    writeHeader(to: &sink)
    let columns = TextColumns()
    forEachRow(to: &sink) { mapping, pageClass, sink in columns.write(mapping, pageClass, to: &sink) }
    writeExtras(to: &sink)
  }

  private func writeHeader(to sink: inout ByteSink) {
    sink.append("space ")
    sink.append(space.name)
    sink.append(" (\(space.letter.letter)), CR3 ")
    sink.append(address: space.cr3.rawValue)
    sink.append(", \(controls.mode.levels) levels\n")
    sink.append("\(mappings.count) mappings, \(mappings.leafCount) leaves, \(mappings.tableCount) tables")
    sink.append(mappings.unreadable.isEmpty ? "\n" : ", \(mappings.unreadable.count) unreadable\n")
    // What makes all of the list doubtful stands before it.
    for notice in notices where notice.severity == .warning { sink.append("warning: \(notice.message)\n") }
    sink.append("C start            end                size rwx U G pg      physical repeat\n")
  }

  private func writeExtras(to sink: inout ByteSink) {
    for part in mappings.sharedParts {
      sink.append("+ ")
      sink.append(range: part.start, part.end)
      sink.append(size: part.end.rawValue &- part.start.rawValue, width: 7)
      sink.append(" of a larger private page is exposed\n")
    }
    for item in mappings.unreadable {
      sink.append("! ")
      sink.append(item.level.name)
      sink.append(" ")
      sink.append(address: item.table.address.rawValue)
      sink.append(" is not in the input: what it maps is missing here\n")
    }
    for item in mappings.unreadableOfPeer {
      sink.append("! \(item.level.name) ")
      sink.append(address: item.table.address.rawValue)
      sink.append(" of the user half is not in the input: class unknown\n")
    }
    for item in mappings.malformed {
      sink.append("! \(Entry.name(at: item.level)) at ")
      sink.append(address: item.address.rawValue)
      sink.append(" has reserved bits set: ")
      sink.append(address: item.entry.rawValue)
      sink.endLine()
    }
    for notice in notices where notice.severity != .warning {
      sink.append(notice.severity == .error ? "! " : "\(notice.severity.rawValue): ")
      sink.append(notice.message)
      sink.endLine()
    }
  }
}

/// The constant parts of a mapping's line, prepared once.
private struct TextColumns {
  let classes: (unknown: Literal, user: Literal, exposed: Literal, private: Literal) = (
    "? ", "U ", "E ", "P "
  )
  let user: (Literal, Literal) = (" S", " U")
  let global: (Literal, Literal) = (" - ", " G ")
  let sizes: (Literal, Literal, Literal) = ("4K ", "2M ", "1G ")
  let letters = RightsLetters()

  func write(_ mapping: Mapping, _ pageClass: PageClass?, to sink: inout ByteSink) {
    sink.append(literal(of: pageClass))
    sink.append(range: mapping.start, mapping.end)
    sink.append(size: mapping.length, width: 7)
    sink.append(byte: 0x20)
    sink.append(letters[mapping.rights])
    sink.append(mapping.rights.contains(.user) ? user.1 : user.0)
    sink.append(mapping.isGlobal ? global.1 : global.0)
    switch mapping.pageSize {
    case .fourKiB: sink.append(sizes.0)
    case .twoMiB: sink.append(sizes.1)
    case .oneGiB: sink.append(sizes.2)
    }
    sink.append(physical: mapping.physical.rawValue)
    if mapping.repeatCount > 1 {
      sink.append(" x")
      sink.append(decimal: mapping.repeatCount)
      sink.append(" +")
      if let stride = mapping.stride { sink.append(size: stride) } else { sink.append("?") }
    }
    sink.endLine()
  }

  private func literal(of pageClass: PageClass?) -> Literal {
    switch pageClass {
    case nil: classes.unknown
    case .user: classes.user
    case .exposed: classes.exposed
    case .private: classes.private
    }
  }
}

extension ByteSink {
  /// Appends two addresses of 16 digits with "-" between them.
  fileprivate mutating func append(range start: VirtualAddress, _ end: VirtualAddress) {
    append(hex: start.rawValue)
    append(byte: 0x2d)
    append(hex: end.rawValue)
  }
}
