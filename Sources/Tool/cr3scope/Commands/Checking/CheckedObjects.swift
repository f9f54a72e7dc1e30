import ArgumentParser
import Bytes
import Captures
import Diagnostics
import ELF
import Isolation
import Scenarios
import SectionCheck

/// Object files that were opened together, and the policy under which they are looked at.
struct CheckedObjects {
  /// The files.
  let set: ObjectSet
  /// The policy.
  let policy: SectionPolicy
  /// The design whose exposed space counts.
  let design: Design

  /// Opens object files and archives. Throws a `ParseError` for the first that cannot be read.
  static func open(_ files: [FileBytes], policy: SectionPolicy, design: Design?, symbols: String?) throws
    -> CheckedObjects
  {
    var objects: [ObjectFile] = []
    for file in files { objects += try ObjectFile.filesWithCode(in: file) }
    let table = try symbols.map { try SymbolFile.read(try FileBytes.open($0, expected: SymbolFile.accepted)) }
    let checked = CheckedObjects(
      set: ObjectSet(objects, policy: policy, symbols: table), policy: policy, design: design ?? .standard)
    guard !PolicyWork.isTooMuch(policy, for: checked.set) else {
      throw UsageError(
        "the patterns of the policy would take too long for the names of \(checked.fileNames); expected fewer *, fewer ?, "
          + "patterns that begin alike, or fewer of those that fit most names")
    }
    return checked
  }

  /// The entries whose closure is asked for by name. Throws a `UsageError` for what is no code.
  func entries(named names: [String]) throws -> [(name: String, place: ObjectPlace)] {
    let wanted = Set(names)
    let found = Dictionary(grouping: set.places { wanted.contains($0) }, by: \.name)
    return try names.map { name in
      guard let all = found[name], let entry = all.first else {
        throw UsageError("--closure \(name): no symbol of that name is defined in \(fileNames)\(hint(for: name))")
      }
      guard set.section(entry.place).isText else {
        throw UsageError("--closure \(name): is data (\(set.section(entry.place).name)); expected a symbol of code")
      }
      if all.count > 1 { Output.complain(ambiguity(of: name, all.count, entry.place)) }
      return entry
    }
  }

  /// That a name stands for several functions, such as static ones of several sources.
  private func ambiguity(of name: String, _ count: Int, _ place: ObjectPlace) -> String {
    let start = "\(set.section(place).name)+0x\(String(place.offset, radix: 16)) of \(set.files[place.file].name)"
    return
      "cr3scope: warning: --closure \(name): \(count) symbols have this name; this is the closure of the first, at "
      + "\(start), and the others are not looked at"
  }

  /// "; did you mean __x64_sys_getpid?" for getpid: the shortest names of code that have it in them.
  private func hint(for name: String) -> String {
    let fragment = Fragment(name)
    let similar = set.places { fragment.stands(in: $0) }.filter { set.section($0.place).isText }.map(\.name)
    let best = Set(similar).sorted { ($0.count, $0) < ($1.count, $1) }.prefix(3)
    return best.isEmpty ? "" : "; did you mean \(best.joined(separator: ", "))?"
  }

  /// The entries that the policy names, by name, each once.
  func allEntries() throws -> [(name: String, place: ObjectPlace)] {
    let found = set.entries(of: policy)
    guard !found.isEmpty else {
      let globs = policy.entries.map(\.pattern).joined(separator: ", ")
      throw UsageError("--entries: no symbol of \(fileNames) is one of \(globs)")
    }
    return found
  }

  private var fileNames: String {
    let names = set.files.map(\.name)
    return names.count > 3 ? "\(names[0]) and \(names.count - 1) more" : names.joined(separator: ", ")
  }
}
