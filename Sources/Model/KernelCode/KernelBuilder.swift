import Isolation
import PageTables
import Recordings
import ScenarioMemory
import ScenarioModel

/// Assembles a scenario's functions, its entries and what its threads do by themselves.
struct KernelBuilder {
  private(set) var code: EntryCode
  private(set) var entries: [Kernel.Entry] = []
  private(set) var actions = Kernel.UserActions()
  private(set) var schedule = (program: 0, resume: 0)
  private(set) var bases: [Int] = []
  private(set) var hold = Kernel.Hold(entry: KernelEntryIndex(position: 0), program: 0, sender: 0)

  private let scenario: Scenario
  private var functions: [String: Int] = [:]
  private var needs: FunctionNeeds
  /// The entry code of system calls, which is the same for all of them; nil before the first.
  private var syscall: (plain: [Operation], withIret: [Operation])?

  init(_ code: EntryCode, _ scenario: Scenario) {
    self.code = code
    self.scenario = scenario
    needs = FunctionNeeds(scenario, design: code.design, settings: code.settings)
  }

  mutating func build() throws(ScenarioError) {
    for function in scenario.functions { functions[function.name] = code.assembler.add(function.name, []) }
    for function in scenario.functions {
      let operations = try operations(of: function)
      if let program = functions[function.name] { code.assembler.set(program, operations) }
    }
    for point in scenario.entries { try addEntry(point) }
    addHold()
    addSchedule()
    addActions()
    for thread in scenario.threads { bases.append(addBase(of: thread)) }
  }

  private mutating func operations(of function: KernelFunction) throws(ScenarioError) -> [Operation] {
    var result: [Operation] = []
    // What does nothing, or nothing before a gate, is fetched all the same.
    switch function.acts.first {
    case nil: result.append(code.assembler.operation(function.name, 0, "ret"))
    case .callThroughGate: result.append(code.assembler.operation(function.name, 0, "endbr64"))
    default: break
    }
    if code.entersIsolated && touchesMore(function) {
      result += code.hook(.functionNeedsMore)
    }
    for (index, act) in function.acts.enumerated() {
      let offset = KernelFunction.offset(ofAct: index)
      switch act {
      case .read(let name), .write(let name):
        let kind: Access.Kind = if case .read = act { .read } else { .write }
        guard let operand = code.assembler.data(kind, name) else { throw .unknownData(name, of: function.name) }
        let text = kind == .read ? "mov rax, [\(name)]" : "mov [\(name)], rax"
        result.append(code.assembler.operation(function.name, offset, text, [operand]))
      case .readUser, .writeUser:
        let kind: Access.Kind = if case .readUser = act { .read } else { .write }
        let buffer = code.assembler.user(kind, 0x6000_3100, size: 16, "user buffer")
        result.append(code.assembler.operation(function.name, offset, "rep movsb", [buffer], alignmentCheck: true))
      case .call(let name):
        result.append(try call(name, from: function.name, offset))
      case .callThroughGate(let name):
        result += code.hook(.beforeGatedCall)
        result.append(try call(name, from: function.name, offset))
        result += code.hook(.afterGatedCall)
      case .mapPage:
        result.append(
          code.assembler.operation(
            function.name, offset, "mov [pte], rax", [code.assembler.pageTableEntry()],
            effect: .mapPage))
      case .badPointer:
        result.append(code.assembler.operation(function.name, offset, "mov rax, [rax]", [code.assembler.nowhere()]))
      }
    }
    return result
  }

  /// Whether a function itself touches what the third space is not for: it leaves that before. Nobody knows of the
  /// holes of an array of ranges.
  private func touchesMore(_ function: KernelFunction) -> Bool {
    function.acts.contains { act in
      switch act {
      case .read(let name), .write(let name):
        guard let object = scenario.data.first(where: { $0.name == name }),
          let section = scenario.sections.first(where: { $0.name == object.section })
        else { return false }
        let classes = code.design.mappedClasses(.isolated, scope: scenario.scope, settings: code.settings)
        return !classes.contains(section.sectionClass)
      case .readUser, .writeUser, .mapPage: return true
      case .call, .callThroughGate, .badPointer: return false
      }
    }
  }

  private mutating func call(_ name: String, from function: String, _ offset: Int) throws(ScenarioError) -> Operation {
    guard let program = functions[name] else { throw .unknownFunction(name, of: function) }
    return code.assembler.operation(function, offset, "call \(name)", effect: .call(program: program))
  }

  private mutating func addEntry(_ point: EntryPoint) throws(ScenarioError) {
    guard let function = functions[point.function] else { throw .unknownFunction(point.function, of: point.name) }
    let isPrivate = try needs.isPrivate(point, gates: code.settings.gates)
    let fromUser: Int
    var withIret: Int?
    var fromKernel: Int?
    switch point.kind {
    case .syscall:
      let shared = syscall ?? (code.syscall(returnsWithIret: false), code.syscall(returnsWithIret: true))
      syscall = shared
      fromUser = code.assembler.add(point.name, shared.plain)
      withIret = code.assembler.add(point.name, shared.withIret)
    case .interrupt, .exception:
      // #DF is paranoid even from user code.
      fromUser = code.assembler.add(
        point.name, point.vector == 8 ? code.paranoid(point, fromCPL: 3) : code.interruptFromUser(point))
      fromKernel = code.assembler.add(
        point.name, point.isParanoid ? code.paranoid(point, fromCPL: 0) : code.interruptFromKernel(point))
    case .nmi:
      fromUser = code.assembler.add(point.name, code.nmiFromUser(point))
      fromKernel = code.assembler.add(point.name, code.nmiFromKernel(point))
    }
    entries.append(
      Kernel.Entry(
        point: point, isPrivate: isPrivate, fromUser: fromUser, fromUserWithIret: withIret ?? fromUser,
        fromKernel: fromKernel ?? fromUser, function: function,
        resume: code.assembler.programs[fromUser].positionAfterDispatch))
  }

  /// The scheduler: private work, the switch of CR3 if the process changes, the switch of stacks.
  private mutating func addSchedule() {
    let queues = code.assembler.data(.read, "runqueues").map { [$0] } ?? []
    var operations = code.hook(.beforeSchedule)
    operations.append(code.assembler.operation("__schedule", 0x42, "mov rax, [runqueues]", queues))
    operations.append(code.flip(.switchMM, when: .switchesMM))
    operations.append(
      code.assembler.operation(
        "__switch_to_asm", 0xa, "mov rsp, [rsi]", [code.assembler.stack(.write, 0x200)], effect: .switchThread))
    let resume = operations.count
    operations.append(code.assembler.operation("finish_task_switch", 0x1c, "mov rax, [runqueues]", queues))
    operations += code.hook(.afterSchedule)
    schedule = (code.assembler.add("__schedule", operations), resume)
  }

  private mutating func addHold() {
    let point = EntryPoint(
      "hold", .interrupt, function: "irq_work_hold", stub: "asm_sysvec_irq_work", vector: 246, marking: .exposed)
    let function = code.assembler.add(point.function, code.holdInterrupt())
    let fromUser = code.assembler.add(point.name, code.interruptFromUser(point))
    entries.append(
      Kernel.Entry(
        point: point, isPrivate: false, fromUser: fromUser, fromUserWithIret: fromUser, fromKernel: fromUser,
        function: function, resume: code.assembler.programs[fromUser].positionAfterDispatch))
    hold = Kernel.Hold(
      entry: KernelEntryIndex(position: entries.count - 1),
      program: code.assembler.add("hold_sibling", code.holdSibling()),
      sender: code.assembler.add("hold_sibling", code.sendHold()))
  }

  private mutating func addActions() {
    for (position, entry) in entries.enumerated() {
      let index = KernelEntryIndex(position: position)
      if entry.point.kind == .syscall {
        let note = StepNote(text: "syscall \(entry.point.name)")
        let operation = code.assembler.operation(
          "user_main", 0x10, "syscall", effect: .syscall(entry: index), note: note)
        actions.syscalls[index] = code.assembler.add("user", [operation])
      } else {
        let operation = code.assembler.operation("user_main", 0x20, "pause", effect: .raise(entry: index))
        actions.interrupted[index] = code.assembler.add("user", [operation])
      }
    }
    let page = code.assembler.user(.write, ScenarioLayout.demandPage.rawValue, size: 1, "user heap")
    actions.touch = code.assembler.add(
      "user", [code.assembler.operation("user_main", 0x30, "mov byte [rax], 0x42", [page])])
    actions.nop = code.assembler.add("user", [code.assembler.operation("user_main", 0x12, "nop")])
    for object in scenario.data {
      guard let operand = code.assembler.data(.read, object.name) else { continue }
      let operation = code.assembler.operation("user_main", 0x40, "mov al, [\(object.name)]", [operand])
      actions.probes[object.name] = code.assembler.add("user", [operation])
    }
  }

  private mutating func addBase(of thread: Scenario.Thread) -> Int {
    guard thread.process == nil else { return actions.nop }
    let name = thread.isIdle ? "do_idle" : "worker_thread"
    let call = functions[name].map { Operation.Effect.call(program: $0) } ?? .none
    var operations = [code.assembler.operation(name, 0, "call \(name)", effect: call)]
    if thread.isIdle {
      if code.settings.idleVerw {
        operations.append(
          code.assembler.operation(
            name, 0xf0, "verw [x86_verw_sel]", code.assembler.verwOperands(), effect: .verw))
      }
      operations.append(code.assembler.operation(name, 0x100, "mwait", effect: .sleep))
    }
    return code.assembler.add(name, operations)
  }
}
