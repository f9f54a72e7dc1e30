package import Bytes
package import Diagnostics

/// An ELF file: its header and its program headers. Sections and symbols are what ``ObjectFile`` reads.
package struct ELFFile: Sendable {
  /// The whole file.
  package let bytes: FileBytes
  /// The header.
  package let header: ELFHeader
  /// The program headers, in the order of the file.
  package let programHeaders: [ProgramHeader]

  /// Reads the headers; throws if they are not all inside the file or their sizes overflow.
  package init(_ bytes: FileBytes) throws(ParseError) {
    self.bytes = bytes
    header = try ELFHeader(bytes)
    var programHeaders: [ProgramHeader] = []
    for number in 0..<Int(header.programHeaderCount) {
      programHeaders.append(try Self.programHeader(number, of: header, in: bytes))
    }
    self.programHeaders = programHeaders
  }

  /// Reads program header `number`.
  ///
  ///      0    4     8        16      24      32       40      48
  ///     +----+-----+--------+-------+-------+--------+-------+-------+
  ///     |type|flags| offset | vaddr | paddr | filesz | memsz | align |
  ///     +----+-----+--------+-------+-------+--------+-------+-------+
  private static func programHeader(
    _ number: Int, of header: ELFHeader, in bytes: FileBytes
  ) throws(ParseError) -> ProgramHeader {
    let start = try startOfProgramHeader(number, of: header, in: bytes)
    func word(_ offset: Int) -> UInt64 { bytes.littleEndian64(at: start + offset) ?? 0 }
    let result = ProgramHeader(
      number: number, kind: .init(rawValue: bytes.littleEndian32(at: start) ?? 0), fileOffset: word(8),
      fileSize: word(32), virtualAddress: word(16), physicalAddress: word(24), memorySize: word(40))
    var sums: [(what: String, start: UInt64, size: UInt64)] = [("offset", result.fileOffset, result.fileSize)]
    if result.hasPhysicalAddress {
      sums.append(("physical address", result.physicalAddress, max(result.fileSize, result.memorySize)))
    }
    for sum in sums where sum.start.addingReportingOverflow(sum.size).overflow {
      throw ParseError(
        file: bytes.name, at: .byte(UInt64(start)),
        found:
          "program header \(number): \(sum.what) \(hexadecimal(sum.start)) plus size \(hexadecimal(sum.size))",
        expected: "a sum that fits in 64 bits")
    }
    return result
  }

  /// Where program header `number` starts; all of it is inside the file.
  private static func startOfProgramHeader(
    _ number: Int, of header: ELFHeader, in bytes: FileBytes
  ) throws(ParseError) -> Int {
    let size = UInt64(ELFHeader.programHeaderSize)
    let (start, startOverflow) = header.programHeaderOffset.addingReportingOverflow(UInt64(number) * size)
    let (end, endOverflow) = start.addingReportingOverflow(size)
    guard !startOverflow, !endOverflow else {
      throw ParseError(
        file: bytes.name, at: .byte(32),
        found: "program headers at \(hexadecimal(header.programHeaderOffset))",
        expected: "a place inside the file (\(hexadecimal(UInt64(bytes.count))))")
    }
    guard end <= UInt64(bytes.count) else {
      throw ParseError(
        file: bytes.name, at: .byte(header.programHeaderOffset),
        found: "program header \(number) ends at \(hexadecimal(end)), past the end of the file "
          + "(\(hexadecimal(UInt64(bytes.count))))")
    }
    return Int(start)
  }
}
