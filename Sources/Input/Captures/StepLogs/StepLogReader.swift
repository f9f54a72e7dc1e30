package import Bytes
package import Diagnostics
import PageTables
package import Recordings

/// Reads a step log: one row an instruction, with its CR3 and the memory it touched.
///
///     step,rip,symbol,cpl,cr3,rsp,insn,accesses,note
///     3,0xffffffff81400087,entry_SYSCALL_64+0x7,0,0x55f000,0x7ffc78233e68,"mov ...",W:0xffff888007a06014:8:cpu_tss_rw+0x14,
///
/// Columns are found by name and the first five suffice. Values are from before the instruction. No String
/// is made for what has appeared before, so that a million rows open in a fraction of a second.
package struct StepLogReader: Sendable {
  /// What every log has.
  static let requiredColumns = ["step", "rip", "symbol", "cpl", "cr3"]

  /// What some logs have; columns of other names are not read.
  static let optionalColumns = ["rsp", "insn", "accesses", "note"]

  /// The most bytes of a log: 32 GiB, in which neither rows nor accesses can outgrow the 32-bit columns.
  private static let sizeLimit = 1 << 35

  private let step: Int
  private let cpl: Int
  private let note: Int?
  private let rsp: Int?
  private let accesses: Int?
  private var sites: SiteInterner
  private var cr3s: CR3Interner
  private var notes = NoteInterner()
  private var accessReader = AccessReader()
  private var lastNumber = -1
  private var doubts = LogDoubts()

  /// The steps so far.
  private(set) var steps: StepTable

  /// Reads all rows. Throws at the first malformed one, but for a torn last line, which is dropped with an
  /// error notice. What rows say against each other becomes a warning.
  package static func read(_ bytes: FileBytes) throws(ParseError) -> (steps: StepTable, notices: [Notice]) {
    guard bytes.count <= sizeLimit else {
      throw ParseError(file: bytes.name, found: "has \(bytes.count) bytes", expected: "\(sizeLimit) at most")
    }
    return try bytes.withBytes { (span) throws(ParseError) in
      var csv = CSVReader(file: bytes.name, span)
      let header = try CSVHeader(&csv, required: requiredColumns, span)
      var reader = StepLogReader(header, fileSize: bytes.count)
      // A guess, which a file of other rows or of holes must not make large.
      reader.steps.reserve(min(bytes.count / 110, 1 << 16))
      let notices = try reader.readRows(&csv, header, span)
      guard reader.steps.count > 0 else {
        throw ParseError(file: bytes.name, found: "has a header and no whole row", expected: "one row a step")
      }
      let unread = header.unread(besides: requiredColumns + ["rsp", "insn", "accesses", "note"])
      return (reader.steps, [unread].compactMap { $0 } + notices + reader.doubts.notices(of: bytes.name))
    }
  }

  private init(_ header: CSVHeader, fileSize: Int) {
    step = header.position("step") ?? 0
    cpl = header.position("cpl") ?? 0
    note = header.position("note")
    rsp = header.position("rsp")
    accesses = header.position("accesses")
    sites = SiteInterner(header, fileSize: fileSize)
    cr3s = CR3Interner(header)
    steps = StepTable(hasAccesses: header.position("accesses") != nil)
  }

  private mutating func readRows(
    _ csv: inout CSVReader, _ header: CSVHeader, _ bytes: Span<UInt8>
  ) throws(ParseError) -> [Notice] {
    do throws(ParseError) {
      while try csv.readRow(bytes) {
        try header.check(csv, bytes)
        try readRow(csv, bytes)
      }
    } catch {
      guard csv.isUnfinished else { throw error }
      return [
        Notice(.error, "line \(csv.line) is cut off by the end of the file and dropped: \(error.found)")
      ]
    }
    return []
  }

  private mutating func readRow(_ csv: CSVReader, _ bytes: Span<UInt8>) throws(ParseError) {
    let fields = csv.fields
    guard let number = Digits.decimal(bytes, fields[step].range), number > lastNumber else {
      throw csv.problem(
        in: step, "step", expected: lastNumber < 0 ? "a number" : "a number above \(lastNumber)", bytes)
    }
    let level = fields[cpl]
    let cplValue = level.end &- level.start == 1 ? bytes[level.start] &- UInt8(ascii: "0") : .max
    guard cplValue <= 3 else { throw csv.problem(in: cpl, "CPL", expected: "0, 1, 2 or 3", bytes) }
    var stackPointer: UInt64 = 0
    if let rsp, !fields[rsp].isEmpty { stackPointer = try csv.address(in: rsp, "RSP", bytes) }
    let cr3Index = try cr3s.index(csv, &steps, bytes)
    let siteIndex = try sites.index(csv, &steps, bytes)
    var noteIndex: Int?
    if let note, !fields[note].isEmpty { noteIndex = notes.index(fields[note], &steps, bytes) }
    if let accesses, !fields[accesses].isEmpty { try accessReader.read(csv, accesses, &steps, bytes) }
    steps.append(
      number: number, site: siteIndex, cpl: Int(cplValue), cr3: cr3Index, stackPointer: stackPointer,
      note: noteIndex)
    doubts.add(line: csv.line, in: steps)
    lastNumber = number
  }
}
