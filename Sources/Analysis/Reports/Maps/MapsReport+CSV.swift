import Isolation
import PageTables

extension MapsReport {
  /// Writes a header and a record for each mapping; what is unknown is an empty field.
  ///
  /// Records end with CR LF and no field needs quotes (RFC 4180, section 2). What could not be read has no
  /// place in a table of mappings: the caller says it elsewhere.
  package func writeCSV(to sink: inout ByteSink) {
    sink.append("start,end,physical,pages,page_size,rights,user,global,class,repeat,stride\r\n")
    let letters = RightsLetters()
    let flags: (Literal, Literal) = (",false", ",true")
    let endOfRecord: Literal = "\r\n"
    forEachRow(to: &sink) { mapping, pageClass, sink in
      sink.append(address: mapping.start.rawValue)
      sink.append(byte: 0x2c)
      sink.append(address: mapping.end.rawValue)
      sink.append(byte: 0x2c)
      sink.append(address: mapping.physical.rawValue)
      sink.append(byte: 0x2c)
      sink.append(decimal: mapping.pages)
      sink.append(byte: 0x2c)
      sink.append(decimal: mapping.pageSize.bytes)
      sink.append(byte: 0x2c)
      sink.append(letters[mapping.rights])
      sink.append(mapping.rights.contains(.user) ? flags.1 : flags.0)
      sink.append(mapping.isGlobal ? flags.1 : flags.0)
      sink.append(byte: 0x2c)
      if let letter = pageClass?.letter { sink.append(letter) }
      sink.append(byte: 0x2c)
      sink.append(decimal: mapping.repeatCount)
      sink.append(byte: 0x2c)
      if let stride = mapping.stride { sink.append(decimal: stride) }
      sink.append(endOfRecord)
    }
  }
}
