import Isolation
import PageTables
import Recordings
import Timelines

/// A recording written by hand, a step a line; equal CR3 values, sites and remarks are stored once.
struct HandMade {
  private(set) var steps = StepTable(hasAccesses: true)
  var memory = SparseMemory()
  var tableWrites: [Recording.TableWrite] = []
  /// Whether every step adds its CR3 value anew, as a careless reader might.
  var repeatsCR3 = false

  /// Adds a step with the next number, or with `number`.
  mutating func step(
    _ symbol: String, cpl: Int, cr3: UInt64, number: Int? = nil, instruction: String? = nil,
    note: StepNote? = nil, accesses: [RecordedAccess] = []
  ) {
    let next = steps.count == 0 ? 0 : steps.number(at: steps.count - 1) + 1
    let address: UInt64 = symbol.hasPrefix("user") ? 0x40_0000 : 0xffff_ffff_8100_0000
    let site = StepTable.Site(rip: VirtualAddress(address), symbol: symbol, instruction: instruction)
    for access in accesses { steps.append(access) }
    steps.append(
      number: number ?? next, site: steps.sites.firstIndex(of: site) ?? steps.add(site), cpl: cpl,
      cr3: (repeatsCR3 ? nil : steps.cr3s.firstIndex(of: CR3(cr3))) ?? steps.add(CR3(cr3)),
      stackPointer: 0, note: note.map { known in steps.notes.firstIndex(of: known) ?? steps.add(known) })
  }

  /// The recording laid out in time.
  var timeline: Timeline {
    let first = steps.count > 0 ? steps.cr3(at: 0) : CR3(0x1000)
    let start = Machine(controls: .linux(cr3: first), cpl: 3, rip: VirtualAddress(0), memory: memory)
    return Timeline(
      Recording(name: "hand-made", start: start, hasTables: true, steps: steps, tableWrites: tableWrites))
  }
}

/// The halves of two processes.
enum Half {
  static let kernelA: UInt64 = 0x4000
  static let userA: UInt64 = 0x5000
  static let kernelB: UInt64 = 0x6000
  static let userB: UInt64 = 0x7000
}
