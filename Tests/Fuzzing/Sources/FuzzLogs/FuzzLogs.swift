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
import Verdicts

/// The entry of the program.
@_cdecl("FuzzLogs_main")
public func start(_ count: CInt, _ words: UnsafeMutableRawPointer) -> CInt {
  runFuzzer(count, words) {
    fuzz(UnsafeBufferPointer(start: $0, count: $1))
    return 0
  }
}

/// Four files are read from one input, which "\u{1e}" divides: a log, objects, types and members; each as it stands.
/// What comes after them is a symbol file.
///
/// All files are read, but only one log of sixteen is judged, since that takes many times as long.
private func fuzz(_ input: UnsafeBufferPointer<UInt8>) {
  var random = SplitMix64(decidedBy: input)
  let input = Array(input)
  let parts = input.split(separator: 0x1e, maxSplits: 4, omittingEmptySubsequences: false)
  func file(_ index: Int) -> FileBytes? {
    index < parts.count && !parts[index].isEmpty ? FileBytes(name: "a", Array(parts[index])) : nil
  }
  do throws(ParseError) {
    let names = try ObjectFiles(objects: file(1), types: file(2), members: file(3)).read()
    let symbols = try file(4).map { (bytes) throws(ParseError) in try SymbolFile.read(bytes) } ?? SymbolTable()
    guard let log = file(0) else { return }
    // Telling what it is takes longer than to read a few lines, so it is asked now and then only.
    if random.oneIn(4), try InputKind.detect(log) != .stepLog { return }
    let (steps, notices) = try StepLogReader.read(log)
    for notice in notices { precondition(isClean(notice.message)) }
    if random.oneIn(16) { judge(steps, names, symbols, &random) }
  } catch {
    precondition(isMessage(error.description, lines: 3), error.description.debugDescription)
  }
}

/// Judges every step, over tables in which frame 1 is the root and 4 the last table, or over none.
private func judge(
  _ steps: StepTable, _ names: AddressNames, _ symbols: SymbolTable, _ random: inout SplitMix64
) {
  let hasTables = !random.oneIn(3)
  let machine = Machine(
    controls: .linux(cr3: steps.cr3(at: 0)), cpl: steps.cpl(at: 0), rip: steps.site(at: 0).rip,
    memory: hasTables ? tables : SparseMemory())
  var recording = Recording(
    name: "a", start: machine, hasTables: hasTables, steps: steps, names: names, symbols: symbols)
  recording.tableWrites = (0..<min(steps.count, 3)).map {
    .init(step: $0, address: PhysicalAddress(0x4000 + UInt64($0) * 8), value: 0x9007)
  }
  let timeline = Timeline(recording)
  let judge = Judge(timeline)
  let report = StepsReport(judge, selection: .init(from: nil, to: nil, event: nil, onlyFlips: false))
  let isJSON = random.oneIn(2)
  let text = ByteSink.collect { _ = isJSON ? report.writeJSON(to: &$0) : report.writeText(to: &$0) }
  precondition(text.allSatisfy { $0 >= 0x20 && $0 != 0x7f || $0 == 0x0a })
  for flip in timeline.flips { _ = judge.reason(for: flip) }
  var survey = StepSurvey()
  survey.extend(to: steps.count, with: judge)
  precondition(survey.count == steps.count)
}

private let tables: SparseMemory = {
  var memory = SparseMemory()
  for frame: UInt64 in 1...4 { memory.clear(FrameNumber(frame)) }
  for frame: UInt64 in 1...3 {
    for index in [0, 1, 511] { memory.write((frame + 1) << 12 | 7, at: FrameNumber(frame).wordAddress(index)) }
  }
  for index in 0..<512 { memory.write(UInt64(index) << 12 | UInt64(index & 7), at: FrameNumber(4).wordAddress(index)) }
  return memory
}()
