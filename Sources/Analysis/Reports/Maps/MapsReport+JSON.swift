import Diagnostics
import Isolation
import PageTables

extension MapsReport {
  /// Writes one JSON object, with each mapping on a line of its own.
  ///
  /// `end` is exclusive and wraps to 0 at the top of the address space. `unreadable_user_half`, `truncated`, `malformed`,
  /// `shared_parts` and `notices` are there only if they hold something.
  package func writeJSON(to sink: inout ByteSink) {
    sink.append("{\"space\":{\"name\":")
    sink.append(json: space.name)
    sink.append(",\"letter\":")
    sink.append(json: space.letter.letter)
    sink.append(",\"cr3\":")
    sink.append(jsonAddress: space.cr3.rawValue)
    sink.append(",\"levels\":\(controls.mode.levels)},\"tables\":\(mappings.tableCount)")
    sink.append(",\"leaves\":\(mappings.leafCount),\n\"mappings\":[")
    writeMappings(to: &sink)
    sink.append("],\n\"unreadable\":")
    writeTables(mappings.unreadable, to: &sink)
    if !mappings.unreadableOfPeer.isEmpty {
      sink.append(",\n\"unreadable_user_half\":")
      writeTables(mappings.unreadableOfPeer, to: &sink)
    }
    writeExtras(to: &sink)
    sink.append("}\n")
  }

  private func writeTables(_ tables: [Mappings.UnreadableTable], to sink: inout ByteSink) {
    sink.appendLines(of: tables) { sink, item in
      sink.append("{\"table\":")
      sink.append(jsonAddress: item.table.address.rawValue)
      sink.append(",\"level\":\(item.level.rawValue)}")
    }
  }

  private func writeMappings(to sink: inout ByteSink) {
    let keys = JSONKeys()
    var isFirst = true
    forEachRow(to: &sink) { mapping, pageClass, sink in
      sink.append(isFirst ? keys.first : keys.next)
      isFirst = false
      keys.write(mapping, pageClass, to: &sink)
    }
    if !isFirst { sink.endLine() }
  }

  private func writeExtras(to sink: inout ByteSink) {
    if mappings.isTruncated { sink.append(",\n\"truncated\":true") }
    if !mappings.malformed.isEmpty {
      sink.append(",\n\"malformed\":")
      sink.appendLines(of: mappings.malformed) { sink, item in
        sink.append("{\"entry_address\":")
        sink.append(jsonAddress: item.address.rawValue)
        sink.append(",\"level\":\(item.level.rawValue),\"value\":")
        sink.append(jsonAddress: item.entry.rawValue)
        sink.append("}")
      }
    }
    if !mappings.sharedParts.isEmpty {
      sink.append(",\n\"shared_parts\":")
      sink.appendLines(of: mappings.sharedParts) { sink, part in
        sink.append("{\"start\":")
        sink.append(jsonAddress: part.start.rawValue)
        sink.append(",\"end\":")
        sink.append(jsonAddress: part.end.rawValue)
        sink.append("}")
      }
    }
    sink.append(notices: notices)
  }
}

extension ByteSink {
  /// Appends the member `notices` of a JSON object, with its comma, or nothing if there are none.
  mutating func append(notices: [Notice]) {
    guard !notices.isEmpty else { return }
    append(",\n\"notices\":")
    appendLines(of: notices) { sink, notice in sink.append(notice) }
  }

  /// Appends a notice as an object.
  mutating func append(_ notice: Notice) {
    append("{\"severity\":")
    append(json: notice.severity.rawValue)
    append(",\"message\":")
    append(json: notice.message)
    append("}")
  }
}

/// The constant parts of a mapping's line, prepared once.
private struct JSONKeys {
  let first: Literal = "\n{\"start\":\"0x"
  let next: Literal = ",\n{\"start\":\"0x"
  let end: Literal = "\",\"end\":\"0x"
  let physical: Literal = "\",\"physical\":\"0x"
  let pages: Literal = "\",\"pages\":"
  let single: Literal = "1,\"stride\":0}"
  let stride: Literal = ",\"stride\":"
  let null: Literal = "null"

  /// From the page size to the count of repeats: one text for each combination, of which a space has few.
  private let attributes: [Literal]

  init() {
    attributes = PageSize.allCases.flatMap { size in
      (0..<64).map { bits in Literal(Self.text(size, bits)) }
    }
  }

  private static func text(_ size: PageSize, _ bits: Int) -> String {
    let rights = Rights(rawValue: UInt8(bits & 7))
    let pageClass = [nil, PageClass.user, .exposed, .private][bits >> 4].map { "\"\($0.letter)\"" } ?? "null"
    return ",\"page_size\":\(size.bytes),\"rights\":\"\(rights.letters)\",\"user\":\(rights.contains(.user))"
      + ",\"global\":\(bits & 8 != 0),\"class\":\(pageClass),\"repeat\":"
  }

  private func attributes(of mapping: Mapping, _ pageClass: PageClass?) -> Literal {
    let size = mapping.pageSize.level.rawValue - 1
    let pageClass =
      switch pageClass {
      case nil: 0
      case .user: 1
      case .exposed: 2
      case .private: 3
      }
    return attributes[size << 6 | pageClass << 4 | (mapping.isGlobal ? 8 : 0) | Int(mapping.rights.rawValue & 7)]
  }

  /// Writes a mapping from the digits of its start to its closing brace.
  func write(_ mapping: Mapping, _ pageClass: PageClass?, to sink: inout ByteSink) {
    sink.append(hex: mapping.start.rawValue)
    sink.append(end)
    sink.append(hex: mapping.end.rawValue)
    sink.append(physical)
    sink.append(hex: mapping.physical.rawValue)
    sink.append(pages)
    sink.append(decimal: mapping.pages)
    sink.append(attributes(of: mapping, pageClass))
    guard mapping.repeatCount != 1 else { return sink.append(single) }
    sink.append(decimal: mapping.repeatCount)
    sink.append(stride)
    if let distance = mapping.stride { sink.append(decimal: distance) } else { sink.append(null) }
    sink.append(byte: 0x7d)
  }
}
