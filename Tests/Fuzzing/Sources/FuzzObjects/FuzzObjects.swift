import Bytes
import Diagnostics
import ELF
import Glibc
import Isolation
import LibFuzzer
import SectionCheck

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

/// Reads all there is in the object files, and checks them if that is wanted.
private func fuzz(_ input: UnsafeBufferPointer<UInt8>) {
  if isChangeWanted { return ChangedFile.shared.fuzz(UnsafeRawBufferPointer(input)) }
  let bytes = FileBytes(name: "a", Array(input))
  do throws(ParseError) {
    let files = try ObjectFile.files(in: bytes)
    for file in files { read(file) }
    if isCheckWanted { check(files) }
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

/// The section check under two policies, and the closures of some symbols, say something clean about whatever opens.
private func check(_ files: [ObjectFile]) { check(ObjectSet(files, policy: .standard)) }

/// The same of files that were put together before.
func check(_ set: ObjectSet) {
  for (text, design) in [(Settings.TextPolicy.public, Design.unified), (.split, .pti)] {
    var policy = SectionPolicy.standard
    policy.text = text
    let check = ObjectCheck(set, policy: policy, design: design)
    for finding in check.findings { precondition(isClean(finding.line), finding.line.debugDescription) }
    for notice in check.notices { precondition(isClean(notice.message), notice.message.debugDescription) }
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
}
