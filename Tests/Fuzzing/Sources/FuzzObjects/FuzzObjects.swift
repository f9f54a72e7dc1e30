import Bytes
import Diagnostics
import ELF
import Glibc
import Isolation
import LibFuzzer
import SectionCheck
import TestSupport

/// The entry of the program.
@_cdecl("FuzzObjects_main")
public func start(_ count: CInt, _ words: UnsafeMutableRawPointer) -> CInt {
  runFuzzer(count, words) {
    fuzz(UnsafeBufferPointer(start: $0, count: $1))
    return 0
  }
}

/// Whether the section check is fuzzed too, which is much slower than reading.
private let isCheckWanted = getenv("FUZZ_CHECK") != nil

/// Whether the files are changed after they have been opened, as another program may do.
private let isChangeWanted = getenv("FUZZ_CHANGE") != nil

/// Reads all there is in the object files; and checks one of four if that is wanted, since that takes many times as long.
private func fuzz(_ input: UnsafeBufferPointer<UInt8>) {
  var random = SplitMix64(decidedBy: input)
  if isChangeWanted { return ChangedFile.shared.fuzz(UnsafeRawBufferPointer(input), &random) }
  let bytes = FileBytes(name: "a", Array(input))
  do throws(ParseError) {
    let files = try ObjectFile.files(in: bytes)
    for file in files { read(file) }
    if isCheckWanted && random.oneIn(4) { check(ObjectSet(files, policy: .standard), &random) }
  } catch {
    precondition(isMessage(error.description, lines: 1), error.description.debugDescription)
  }
}

/// What is read keeps what `ObjectFile` promises.
func read(_ file: ObjectFile) {
  for section in file.sections {
    precondition(isClean(section.name) && section.contents.upperBound <= file.bytes.count)
  }
  for number in 0..<file.symbolCount {
    if case .section(let section) = file.symbol(number).place {
      precondition(section > 0 && section < file.sections.count, "section \(section)")
    }
    precondition(isClean(file.name(ofSymbol: number)))
  }
  for number in file.sections.indices {
    guard let table = file.relocations(ofSection: number) else { continue }
    let room = file.sections[number].contents
    for index in 0..<table.count {
      let relocation = table[index]
      precondition(relocation.offset <= UInt64(room.count) && relocation.symbol < file.symbolCount)
    }
  }
}

/// The section check under one policy, and the closures of some symbols, say something clean about whatever opens.
func check(_ set: ObjectSet, _ random: inout SplitMix64) {
  // The standard policy has so many patterns that preparing them takes longer than to check a small file.
  var policy = random.oneIn(16) ? SectionPolicy.standard : .small
  policy.text = random.oneIn(2) ? .public : .split
  let design = random.pick(Design.all, or: .unified)
  let check = ObjectCheck(set, policy: policy, design: design)
  for finding in check.findings { precondition(isClean(finding.line), finding.line.debugDescription) }
  for notice in check.notices { precondition(isClean(notice.message), notice.message.debugDescription) }
  guard random.oneIn(2) else { return }
  var finder = ClosureFinder(set, policy: policy, design: design)
  let entries = set.places(where: { _ in true })
  for (name, place) in entries.prefix(4) {
    let closure = finder.closure(of: name, at: place)
    for position in closure.functions.indices { precondition(closure.path(to: position).first == 0) }
  }
  var reach = EntryReach(entries, with: finder)
  while !reach.isComplete { reach.work(1000, with: &finder) }
  for number in entries.indices { precondition(reach.summary(of: number, with: finder) != nil) }
}

extension SectionPolicy {
  /// A rule or two of each kind.
  static let small = SectionPolicy(
    rules: [
      Rule(".entry.text", .entry), Rule(".noinstr.text", .exposedText), Rule(".text..exposed*", .exposedText),
      Rule(".data..exposed*", .exposedData), Rule(".rodata", .readOnlyData),
    ],
    text: .public, exposures: [.pti: Exposure([.entry]), .unified: Exposure([.entry, .exposedText, .exposedData])],
    entries: [Glob("__x64_sys_*")], aliases: [:])
}
