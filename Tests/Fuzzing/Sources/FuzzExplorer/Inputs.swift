import Bytes
import Canvas
import Captures
import Chassis
import Commands
import Diagnostics
import ELF
import Explorer
import Foundation
import Isolation
import ObjectExplorer
import Recordings
import Replay
import SectionCheck
import TestSupport
import Timelines
import Tours

/// What is played with.
enum Subject {
  /// Nothing, while what there was is being changed.
  case none
  /// A recording, or a scenario.
  case explorer(Explorer)
  /// Object files.
  case objects(ObjectExplorer)
  /// A tour.
  case tour(ReplaySession)
}

/// All that is played with: what ships, and object files and small inputs that were made for it.
final class Inputs {
  /// How one of them is opened.
  private enum Source {
    case builtIn
    case file(String, Design?)
    case objects([String], dump: Bool)
    case tour(String, Narration.Manner)
  }

  private let sources: [Source]
  private var opened: [Int: Subject] = [:]
  private var timelines: [String: Timeline] = [:]
  static let size = Size(width: 80, height: 24)

  /// How many there are.
  var count: Int { sources.count }

  /// The positions of each kind: of scenarios, logs, cores, tours and object files. There are far more scenarios than others.
  private let kinds: [[Int]]

  /// The position that belongs to a number: each kind has its turn.
  func position(_ number: UInt64) -> Int {
    let (turn, kind) = number.quotientAndRemainder(dividingBy: UInt64(kinds.count))
    let positions = kinds[Int(kind)]
    return positions[Int(turn % UInt64(positions.count))]
  }

  /// Lists them. `more` are object files, archives, and scenarios, logs and cores of anywhere.
  init(_ more: [String]) throws {
    let objects = more.filter { ["o", "a"].contains(($0 as NSString).pathExtension) }
    let files = FileManager.default.subpaths(atPath: samplesFolder) ?? []
    var sources = [Source.builtIn]
    for file in files.sorted() {
      switch (file as NSString).pathExtension {
      case "yaml" where file.hasPrefix("scenarios/"): sources += try Self.designs(of: file).map { .file(file, $0) }
      case "elf": sources.append(.file(file, nil))
      case "csv"
      where !["objects", "types", "members"].contains((file as NSString).lastPathComponent.prefix { $0 != "." }):
        sources.append(.file(file, nil))
      case "tour": sources += [.tour(file, .reading), .tour(file, .presenting)]
      default: break
      }
    }
    sources += objects.map { .objects([$0], dump: false) }
    if !objects.isEmpty { sources += [.objects(objects, dump: false), .objects(objects, dump: true)] }
    sources += more.filter { !objects.contains($0) }.map { .file($0, nil) }
    self.sources = sources
    kinds = Dictionary(grouping: sources.indices) { Self.kind(sources[$0]) }.sorted { $0.key < $1.key }.map(\.value)
  }

  private static func kind(_ source: Source) -> String {
    switch source {
    case .builtIn: "yaml"
    case .file(let path, _): (path as NSString).pathExtension
    case .objects: "object files"
    case .tour: "tour"
    }
  }

  /// The designs under which a scenario can be run with the switches that it has.
  private static func designs(of file: String) throws -> [Design] {
    let setup = try InputFile.open(sample(file)).run?.setup
    return Design.all.filter { setup?.settings.problem(under: $0) == nil }
  }

  /// One of them, by its position, and its name.
  func input(_ position: Int) throws -> (name: String, subject: Subject) {
    let source = sources[position]
    let name = Self.name(source)
    if let known = opened[position] { return (name, known) }
    let subject = try open(source)
    opened[position] = subject
    return (name, subject)
  }

  private static func name(_ source: Source) -> String {
    switch source {
    case .builtIn: "the built-in recording"
    case .file(let path, let design): "\(path)\(design.map { " under \($0)" } ?? "")"
    case .objects(let paths, let dump):
      (paths.count == 1 ? paths[0] : "\(paths.count) object files") + (dump ? " with a dump" : "")
    case .tour(let path, let manner): "\(path), \(manner)"
    }
  }

  private func open(_ source: Source) throws -> Subject {
    switch source {
    case .builtIn: return .explorer(Explorer(Timeline(BuiltIn.recording()), shellName: "", size: Self.size))
    case .file(let path, let design):
      let timeline = Timeline(
        try InputFile.open(path.hasPrefix("/") ? path : sample(path), InputOptions(design: design)))
      return .explorer(Explorer(timeline, shellName: path, size: Self.size))
    case .objects(let paths, let hasDump): return .objects(try objects(paths, hasDump: hasDump))
    case .tour(let path, let manner):
      let player = Player(
        try Self.tour(path), start: try timeline("scenarios/first.yaml"), size: Self.size, manner: manner)
      return .tour(ReplaySession(player))
    }
  }

  /// What is in a file of the samples.
  func timeline(_ path: String) throws(ParseError) -> Timeline {
    if let known = timelines[path] { return known }
    let timeline = Timeline(try InputFile.open(sample(path)))
    timelines[path] = timeline
    return timeline
  }

  private static func tour(_ path: String) throws -> Tour {
    try TourReader.read(
      FileBytes.open(sample(path)), path: path,
      files: TourFiles(
        read: { (path) throws(TourFiles.Problem) in try FileBytes.open(sample(path)) },
        find: { FileBytes.exists(sample($0)) ? .file : .nothing }))
  }

  private func objects(_ paths: [String], hasDump: Bool) throws -> ObjectExplorer {
    var files: [ObjectFile] = []
    for path in paths { files += try ObjectFile.files(in: FileBytes.open(path)) }
    let set = ObjectSet(files, policy: .standard)
    let dump = try hasDump ? dump(of: files) : nil
    let input = ObjectExplorer.Input(name: "a.o", shellWords: ["a.o"], set: set, policy: .standard, dump: dump)
    return ObjectExplorer(input, size: Self.size)
  }

  /// A dump with symbols at addresses that are made up: some that it maps, and some that it does not.
  private func dump(of files: [ObjectFile]) throws -> KernelDump {
    let names = files.flatMap { file in (0..<file.symbolCount).map { file.name(ofSymbol: $0) } }
    let bases: [UInt64] = [0xffff_ffff_8100_0000, 0xffff_ffff_f000_0000, 0x6000, 0xffff_fe00_0000_0000]
    let symbols = names.enumerated().map { index, name in
      SymbolTable.Symbol(address: .init(bases[index % bases.count] + UInt64(index) * 16), kind: "T", name: name)
    }
    return KernelDump(try timeline("captures/dump/core-user.elf"), symbols: SymbolTable(symbols))
  }
}
