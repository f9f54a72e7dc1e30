import Bytes
import Captures
import Chassis
import Diagnostics
import ELF
import Isolation
import ObjectExplorer
import SectionCheck
import Timelines

/// What an explorer shows.
enum Shown {
  /// A recording or a scenario, and how a shell names it.
  case recording(Timeline, shellName: String)
  /// Object files, under a design.
  case objects(ObjectExplorer.Input, Design)

  /// Opens another input as `:open` does, without any options. Throws a `ParseError`.
  static func open(_ path: String) throws -> Shown {
    // The screen would stand still until somebody writes to a FIFO.
    guard FileBytes.isRegular(path) || !FileBytes.isSomething(path) else {
      throw ParseError(file: CleanText.clean(path), found: "is no regular file", expected: InputKind.accepted)
    }
    let bytes = try FileBytes.open(path)
    guard ObjectFile.isLikely(bytes) else {
      let options = InputOptions(progress: ScreenWork.progress)
      let source = try InputFile.source(bytes, at: InputPath(path), options)
      if let end = ScreenWork.end {
        throw ParseError(file: bytes.name, found: "was not opened: it was ended after \(end)")
      }
      return .recording(Timeline(source), shellName: path)
    }
    let objects = try CheckedObjects.open([bytes], policy: .standard, design: nil, symbols: nil)
    return .objects(objects.input(name: bytes.name, shellWords: [path]), objects.design)
  }
}

extension CheckedObjects {
  /// The same for the explorer.
  func input(name: String, shellWords: [String], dump: KernelDump? = nil) -> ObjectExplorer.Input {
    ObjectExplorer.Input(name: name, shellWords: shellWords, set: set, policy: policy, dump: dump)
  }
}
