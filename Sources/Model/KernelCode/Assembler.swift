import Isolation
import PageTables
import Recordings
import ScenarioMemory
import ScenarioModel

/// Turns instructions, as words and places, into operations, and keeps what steps are listed with.
struct Assembler {
  /// Holds the sites, remarks and symbols of everything assembled so far.
  private(set) var steps = StepTable(hasAccesses: true)
  /// The programs, by their numbers.
  private(set) var programs: [Program] = []

  private var siteIndices: [StepTable.Site: Int] = [:]
  private var texts: [String: TextID] = [:]
  private let layout: ScenarioLayout

  init(layout: ScenarioLayout) {
    self.layout = layout
  }

  /// Adds a program and gives its number.
  mutating func add(_ name: String, _ operations: [Operation]) -> Int {
    programs.append(Program(name: name, operations: operations))
    return programs.count - 1
  }

  /// Fills the place of a program that was added empty.
  mutating func set(_ program: Int, _ operations: [Operation]) {
    programs[program] = Program(name: programs[program].name, operations: operations)
  }

  /// One instruction at a symbol of the kernel's entry code or of a function.
  mutating func operation(
    _ symbol: String, _ offset: Int = 0, _ text: String, _ operands: [Operand] = [],
    effect: Operation.Effect = .none, when condition: Operation.Condition = .always, note: StepNote? = nil,
    alignmentCheck: Bool = false
  ) -> Operation {
    let name = offset == 0 ? symbol : "\(symbol)+0x\(String(offset, radix: 16))"
    let start = layout.functions[symbol] ?? EntrySymbols.address(of: symbol)
    let rip = VirtualAddress(start.rawValue &+ UInt64(offset))
    let site = StepTable.Site(rip: rip, symbol: name, instruction: text)
    var remark = note
    if alignmentCheck { remark = StepNote(text: "AC=1", flags: .alignmentCheck) }
    return Operation(
      site: index(of: site), operands: operands, effect: effect, condition: condition,
      note: remark.map { steps.add($0) }, alignmentCheck: alignmentCheck)
  }

  private mutating func index(of site: StepTable.Site) -> Int {
    if let index = siteIndices[site] { return index }
    let index = steps.add(site)
    siteIndices[site] = index
    return index
  }

  private mutating func text(_ name: String) -> TextID {
    if let id = texts[name] { return id }
    let id = steps.add(text: name)
    texts[name] = id
    return id
  }
}

extension Assembler {
  /// An access to a data object; nil if there is none of this name.
  mutating func data(_ kind: Access.Kind, _ name: String) -> Operand? {
    guard let place = layout.data[name] else { return nil }
    return Operand(
      kind: kind, base: place.address.rawValue, owner: Self.owner(of: place.section),
      size: UInt32(min(place.size, 64)), sectionClass: place.section.sectionClass, isImplicit: false,
      symbol: text(name))
  }

  /// An access to the kernel stack of the current thread, `offset` bytes below its top.
  mutating func stack(_ kind: Access.Kind, _ offset: UInt64, size: UInt32 = 8, implicit: Bool = false) -> Operand {
    Operand(
      kind: kind, base: StandardKernel.stackTop - offset, owner: .thread(StandardKernel.stackDistance), size: size,
      sectionClass: layout.stackClass, isImplicit: implicit, symbol: nil)
  }

  /// An access to what the thread keeps at the bottom of its kernel stack.
  mutating func stackBottom(_ kind: Access.Kind, _ offset: UInt64, _ name: String) -> Operand {
    Operand(
      kind: kind, base: StandardKernel.stackTop - 0x4000 + offset, owner: .thread(StandardKernel.stackDistance),
      size: 8,
      sectionClass: layout.stackClass, isImplicit: false, symbol: text(name))
  }

  /// An access of code that a design adds.
  mutating func operand(_ operand: CodeLine.Operand) -> Operand {
    switch operand {
    case .sharedPage(let kind, let offset, let name, let object):
      object.flatMap { data(kind, $0) } ?? sharedPage(kind, offset, name)
    case .stackBottom(let kind, let offset, let name): stackBottom(kind, offset, name)
    }
  }

  /// An access to the page of the TSS, which every space maps, by its per-CPU address.
  mutating func sharedPage(_ kind: Access.Kind, _ offset: UInt64, _ name: String) -> Operand {
    Operand(
      kind: kind, base: StandardKernel.tss + offset, owner: .one, size: 8, sectionClass: .entry, isImplicit: false,
      symbol: text(name))
  }

  /// An access to the cpu entry area, `offset` bytes from `part`'s start.
  mutating func area(
    _ kind: Access.Kind, _ part: EntryArea, _ offset: UInt64, size: UInt32 = 8, implicit: Bool = false
  ) -> Operand {
    Operand(
      kind: kind, base: part.start + offset, owner: .one, size: size, sectionClass: .entry, isImplicit: implicit,
      symbol: text("\(part.name)+0x\(String(offset, radix: 16))"))
  }

  /// An access to the TSS by its per-CPU address.
  mutating func tss(_ kind: Access.Kind, _ offset: UInt64) -> Operand {
    Operand(
      kind: kind, base: StandardKernel.tss + offset, owner: .one, size: 8, sectionClass: .entry, isImplicit: false,
      symbol: text("cpu_tss_rw+0x\(String(offset, radix: 16))"))
  }

  /// The operand of VERW, and the descriptor that it names.
  mutating func verwOperands() -> [Operand] {
    let selector = Operand(
      kind: .read, base: 0xffff_ffff_8140_0040, owner: .one, size: 2, sectionClass: .entry, isImplicit: false,
      symbol: text("x86_verw_sel"))
    return [selector, area(.read, .gdt, 0x18, implicit: true)]
  }

  /// An access to memory of the current process.
  mutating func user(_ kind: Access.Kind, _ address: UInt64, size: UInt32 = 8, _ name: String) -> Operand {
    Operand(
      kind: kind, base: address, owner: .one, size: size, sectionClass: .user, isImplicit: false, symbol: text(name))
  }

  /// The write of the entry of the page that user code touched first, through the direct map.
  mutating func pageTableEntry() -> Operand {
    Operand(
      kind: .write, base: 0xffff_8880_0000_0000, owner: .pageTableEntry, size: 8, sectionClass: .directMap,
      isImplicit: false, symbol: text(KernelFunction.pageTables))
  }

  /// An access through a pointer that leads nowhere.
  mutating func nowhere() -> Operand {
    Operand(
      kind: .read, base: ScenarioLayout.nowhere.rawValue, owner: .one, size: 8, sectionClass: .privateKernel,
      isImplicit: false, symbol: text("bad pointer"))
  }

  private static func owner(of section: Section) -> Operand.Owner {
    switch section.copies {
    case .one: .one
    case .perProcess(let address, _): .process(address)
    case .perThread(let bytes): .thread(bytes)
    }
  }
}

/// A part of the cpu entry area. Linux 6.12 arch/x86/include/asm/cpu_entry_area.h.
struct EntryArea {
  /// The name as step logs have it.
  let name: String
  /// The first address.
  let start: UInt64

  static let idt = EntryArea(name: "cea.idt", start: 0xffff_fe00_0000_0000)
  static let gdt = EntryArea(name: "cea.gdt", start: 0xffff_fe00_0000_1000)
  static let entryStack = EntryArea(name: "cea.entry_stack", start: 0xffff_fe00_0000_2000)
  static let tss = EntryArea(name: "cea.tss", start: 0xffff_fe00_0000_3000)
  static let doubleFaultStack = EntryArea(name: "cea.stack_DF", start: 0xffff_fe00_0000_9000)
  static let nmiStack = EntryArea(name: "cea.stack_NMI", start: 0xffff_fe00_0000_c000)
  static let debugStack = EntryArea(name: "cea.stack_DB", start: 0xffff_fe00_0000_f000)
  static let machineCheckStack = EntryArea(name: "cea.stack_MCE", start: 0xffff_fe00_0001_2000)

  /// The stack that the interrupt stack table gives to an exception.
  static func stack(ofVector vector: Int) -> EntryArea {
    switch vector {
    case 1: debugStack
    case 18: machineCheckStack
    default: doubleFaultStack
    }
  }
}
