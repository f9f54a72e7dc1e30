import Bytes
import Captures
import Diagnostics
import Isolation
import LibFuzzer
import PageTables
import Recordings
import Reports
import TestSupport
import Timelines

/// The entry of the program.
@_cdecl("FuzzCores_main")
public func start(_ count: CInt, _ words: UnsafeMutableRawPointer) -> CInt {
  runFuzzer(count, words) {
    fuzz(UnsafeBufferPointer(start: $0, count: $1))
    return 0
  }
}

/// The input is a file as it stands, if it begins as one; else headers and tables in a shorter writing.
///
/// Every file is read, but only one of thirty-two is asked about, since the reports take many times as long.
private func fuzz(_ input: UnsafeBufferPointer<UInt8>) {
  var random = SplitMix64(decidedBy: input)
  let input = ArraySlice(input)
  let file = input.first == 0x7f ? Array(input) : ShortCore.file(input)
  let bytes = FileBytes(name: "a", file)
  do throws(ParseError) {
    // Telling what it is takes as long as to read it, so it is asked now and then only.
    if random.oneIn(8), try InputKind.detect(bytes) != .coreDump { return }
    let dump = try CoreDump(bytes)
    let isAsked = random.oneIn(32)
    for cpu in 0..<min(max(dump.cpus.count, 1), 2) {
      let recording = try dump.recording(cpu: cpu)
      for notice in recording.notices { precondition(isClean(notice.message), notice.message.debugDescription) }
      if isAsked { use(recording, &random) }
    }
  } catch {
    precondition(isMessage(error.description, lines: 3), error.description.debugDescription)
  }
}

/// What is answered about a dump, in a random format, keeps what it promises.
private func use(_ recording: Recording, _ random: inout SplitMix64) {
  let timeline = Timeline(recording)
  guard let space = timeline.space(at: 0) else { return }
  let memory = recording.start.memory
  let controls = recording.start.controls.with(cr3: space.cr3)
  let peer = timeline.spaces.userSpace(of: space).cr3.root
  let mappings = Mappings(memory: memory, controls: controls, peer: peer)
  let listed = mappings.reduce(UInt64(0)) { $0 &+ $1.pages &* $1.repeatCount }
  precondition(listed == mappings.leafCount || mappings.isTruncated, "\(listed) listed, \(mappings.leafCount) counted")
  let report = MapsReport(space: space, mappings: mappings, controls: controls, notices: recording.notices)
  switch random.number(0...4) {
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
    write { random.oneIn(2) ? report.writeText(to: &$0) : report.writeJSON(to: &$0) }
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
