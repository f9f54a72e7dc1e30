import Bytes
import Captures
import Diagnostics
import Isolation
import LibFuzzer
import Machine
import PageTables
import Reports

/// The entry of the program.
@_cdecl("FuzzCores_main")
public func start(_ count: CInt, _ words: UnsafeMutableRawPointer) -> CInt {
  runFuzzer(count, words) {
    fuzz(UnsafeBufferPointer(start: $0, count: $1))
    return 0
  }
}

/// The input is a file as it stands; or, if it begins with "T", headers and tables in a shorter writing.
private func fuzz(_ input: UnsafeBufferPointer<UInt8>) {
  let input = ArraySlice(input)
  let file = input.first == UInt8(ascii: "T") ? ShortCore.file(input.dropFirst()) : Array(input)
  let bytes = FileBytes(name: "a", file)
  do throws(ParseError) {
    guard try InputKind.detect(bytes) == .coreDump else { return }
    let dump = try CoreDump(bytes)
    for cpu in 0..<min(max(dump.cpus.count, 1), 2) { use(try dump.recording(cpu: cpu), turn: input.count) }
  } catch {
    precondition(isMessage(error.description, lines: 3), error.description.debugDescription)
  }
}

/// What is answered about a dump, in a format that the length of the input chooses, keeps what it promises.
private func use(_ recording: Recording, turn: Int) {
  for notice in recording.notices { precondition(isClean(notice.message), notice.message.debugDescription) }
  let timeline = Timeline(recording)
  guard let space = timeline.space(at: 0) else { return }
  let memory = recording.start.memory
  let controls = recording.start.controls.with(cr3: space.cr3)
  let peer = timeline.spaces.userSpace(of: space).cr3.root
  let mappings = Mappings(memory: memory, controls: controls, peer: peer)
  let listed = mappings.reduce(UInt64(0)) { $0 &+ $1.pages &* $1.repeatCount }
  precondition(listed == mappings.leafCount || mappings.isTruncated, "\(listed) listed, \(mappings.leafCount) counted")
  let report = MapsReport(space: space, mappings: mappings, controls: controls, notices: recording.notices)
  // One format an execution, so that there are many of them.
  switch turn % 5 {
  case 0: write { report.writeText(to: &$0) }
  case 1: write { report.writeJSON(to: &$0) }
  case 2: write { report.writeCSV(to: &$0) }
  case 3: write { _ = TlbReport(memory: memory, controls: controls, limit: 50).write(to: &$0) }
  default:
    let limits = PtdumpLimits(entries: 1024, rows: 50)
    write { _ = PtdumpReport(memory: memory, controls: controls, limits: limits).write(to: &$0) }
  }
  for start in [VirtualAddress(0)] + mappings.prefix(1).map(\.start) {
    let walk = Walker(memory: memory, controls: controls).walk(start)
    let access = Access(.write, cpl: recording.start.cpl, alignmentCheck: recording.start.alignmentCheck)
    let report = WalkReport(space: space, walk: walk, access: access, controls: controls)
    write { turn % 2 == 0 ? report.writeText(to: &$0) : report.writeJSON(to: &$0) }
  }
}

/// Writes a report of ASCII to nowhere.
private func write(_ body: (inout ByteSink) -> Void) {
  var sink = ByteSink { words, count in
    var seen: UInt64 = 0
    for index in 0..<count / 8 { seen |= words[index] }
    precondition(seen & 0x8080_8080_8080_8080 == 0)
  }
  body(&sink)
  // Nothing above fails.
  try? sink.finish()
}
