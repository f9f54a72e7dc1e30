import ArgumentParser
import Diagnostics
import Execution
import Isolation
import PageTables
import Recordings
import Reports
import ScenarioMemory
import Timelines

/// What a space maps.
struct Maps: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "maps", abstract: "List what a space maps.",
    discussion: """
      tlb is the text of QEMU's 'info tlb', ptdump that of the kernel's debugfs page_tables files.
      A filter is made of r w x user supervisor exposed private global, 4K 2M 1G, size>=N, phys:0xN,
      0xADDRESS and names of regions, joined by & | ! and parentheses.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, csv, ptdump, tlb
  }

  @Argument(
    help: ArgumentHelp(
      "A core, a step log or a scenario; - is standard input (default: the built-in scenario).", valueName: "FILE"),
    completion: .file())
  var file: String?

  @Option(
    help: ArgumentHelp(
      "user, kernel, exposed, private, a design's name or a CR3 (default: the active one).", valueName: "SPACE"))
  var space: String?

  @Option(help: ArgumentHelp("The tables and CR3 before this step; default: the first.", valueName: "N"))
  var step: Int?

  /// The most lines of tlb if nobody says another number.
  private static let defaultLimit: UInt64 = 1 << 24

  @Option(help: ArgumentHelp("List only mappings that fit, such as 'w&x' or 'exposed'.", valueName: "EXPR"))
  var filter = ""

  @Option(help: "text, json, csv, ptdump or tlb.")
  var format = Format.text

  @Option(help: ArgumentHelp("The most lines of tlb (default: \(Self.defaultLimit)).", valueName: "N"))
  var limit: UInt64?

  @OptionGroup var input: InputFlags

  func validate() throws {
    let isListOfMappings = format == .text || format == .json || format == .csv
    if !filter.isEmpty && !isListOfMappings { throw ValidationError("--filter works with text, json and csv") }
    if limit != nil && format != .tlb { throw ValidationError("--limit works with tlb") }
  }

  mutating func run() throws {
    let filter = try parsedFilter()
    let timeline = try input.timeline(of: file)
    let recording = timeline.recording
    guard recording.hasTables else {
      throw UsageError("\(recording.name): no page tables; give the core of its first row with --core")
    }
    let machine = try Moment(step: step, in: timeline).machine
    let space = try SpaceOption(text: space).resolve(in: timeline, at: machine)
    recording.complainOfLosses()
    let controls = machine.controls.with(cr3: space.cr3)
    let isComplete =
      switch format {
      case .tlb: try writeTlb(machine.memory, controls)
      case .ptdump: try writePtdump(machine.memory, controls)
      case .text, .json, .csv: try writeMappings(timeline, machine.memory, space, controls, filter)
      }
    if recording.isIncomplete || !isComplete { throw Answer.incomplete }
  }

  private func parsedFilter() throws -> MappingFilter {
    do {
      return try MappingFilter(filter)
    } catch {
      throw UsageError("--filter '\(filter)': \(error.description)")
    }
  }

  private func writeMappings(
    _ timeline: Timeline, _ memory: SparseMemory, _ space: Space, _ controls: Controls, _ filter: MappingFilter
  ) throws -> Bool {
    let mappings = Mappings(
      memory: memory, controls: controls, peer: timeline.spaces.knownUserSpace(of: space)?.cr3.root)
    let isListed: ((Mapping, PageClass?) -> Bool)? =
      self.filter.isEmpty ? nil : { filter.admits($0, $1, mode: controls.mode) }
    let report = MapsReport(
      space: space, mappings: mappings, controls: controls,
      classes: PageClasses(timeline.run?.setup.scenario.parts(process: space.process) ?? []),
      notices: timeline.recording.notices, isListed: isListed)
    try Output.write { sink in
      switch format {
      case .json: report.writeJSON(to: &sink)
      case .csv: report.writeCSV(to: &sink)
      default: report.writeText(to: &sink)
      }
    }
    if format == .csv {
      complain(of: mappings.unreadable, "is missing")
      complain(of: mappings.unreadableOfPeer, "of the user half is missing")
    }
    if mappings.isTruncated {
      Output.complain(
        "cr3scope: error: the list ends after \(mappings.count) mappings: tables are shared in too many ways")
    }
    return mappings.unreadable.isEmpty && mappings.unreadableOfPeer.isEmpty && !mappings.isTruncated
  }

  private func writeTlb(_ memory: SparseMemory, _ controls: Controls) throws -> Bool {
    let limit = limit ?? Self.defaultLimit
    let isWhole = try Output.write { sink in
      TlbReport(memory: memory, controls: controls, limit: limit).write(to: &sink)
    }
    if !isWhole { Output.complain("cr3scope: error: stopped after \(limit) lines; --limit N writes more") }
    let unreadable = Mappings(memory: memory, controls: controls).unreadable
    if !unreadable.isEmpty { complain(ofMissingTables: unreadable.count) }
    return isWhole && unreadable.isEmpty
  }

  private func writePtdump(_ memory: SparseMemory, _ controls: Controls) throws -> Bool {
    let loss = try Output.write { sink in
      PtdumpReport(memory: memory, controls: controls).write(to: &sink)
    }
    if let address = loss.stoppedAt {
      Output.complain("cr3scope: error: stopped at 0x\(String(address.rawValue, radix: 16)): too many entries")
    }
    if !loss.unreadable.isEmpty { complain(ofMissingTables: loss.unreadable.count) }
    return loss == PtdumpLoss()
  }

  private func complain(of tables: [Mappings.UnreadableTable], _ words: String) {
    for table in tables.prefix(10) {
      let address = String(table.table.address.rawValue, radix: 16)
      Output.complain("cr3scope: error: the \(table.level.name) at 0x\(address) \(words)")
    }
  }

  private func complain(ofMissingTables count: Int) {
    Output.complain("cr3scope: error: \(count) table\(count == 1 ? " is" : "s are") missing")
  }
}
