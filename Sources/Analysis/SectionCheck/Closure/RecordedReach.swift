import Bytes
import ELF
import Instructions
import Isolation
import PageTables
package import Recordings

/// What the functions of a closure did in a recording of the same kernel, and how much of it the closure says.
package struct RecordedReach: Sendable {
  /// Whether an access can be seen in the object file.
  package enum Sight: Hashable, Sendable {
    /// The instruction names the object, which is in the closure.
    case inClosure(ObjectPlace)
    /// The instruction names the object, which is not in the closure: a mistake, or another kernel.
    case missing(ObjectPlace)
    /// The address was in a register: nothing in the object file says it.
    case throughPointer
  }

  /// An access of a function of the closure.
  package struct Access: Hashable, Sendable {
    /// The position of the step in the recording.
    package let step: Int
    /// The position of the function in the closure.
    package let function: Int
    /// Bytes from the start of the function's section to the instruction.
    package let site: UInt64
    /// What was accessed.
    package let access: RecordedAccess
    /// Whether it can be seen.
    package let sight: Sight
  }

  /// A direct call or jump that went to what is not in the closure: a mistake, or another kernel.
  package struct MissingCall: Hashable, Sendable {
    /// The position of the step in the recording.
    package let step: Int
    /// The position of the function in the closure.
    package let function: Int
    /// Bytes from the start of the function's section to the instruction.
    package let site: UInt64
    /// The symbol of the next step.
    package let callee: String
  }

  /// In the order of the recording.
  package let accesses: [Access]
  /// In the order of the recording; none if all is well.
  package let missingCalls: [MissingCall]
  /// How many of the closure's functions ran.
  package let functions: Int

  /// Whether the closure lacks something that it should have.
  package var isContradicted: Bool {
    !missingCalls.isEmpty || accesses.contains { if case .missing = $0.sight { true } else { false } }
  }
}

extension ClosureFinder {
  /// Compares a closure with the steps of a recording. Steps are found by their symbols, so that the kernel has to be
  /// the one that the files were linked to, but may be at any address.
  package func reach(of closure: Closure, in steps: StepTable) -> RecordedReach {
    let symbols = SymbolsOfSteps(steps, closure, context)
    let known = Set(closure.objects.map(\.place))
    var accesses: [RecordedReach.Access] = []
    var missingCalls: [RecordedReach.MissingCall] = []
    var functions: Set<Int> = []
    // A loop comes to one place many times.
    var instructions: [ObjectPlace: RecordedInstruction] = [:]
    for step in 0..<steps.count where steps.cpl(at: step) == 0 {
      guard let name = SymbolName(steps.site(at: step).symbol), let function = symbols.positions[name.symbol] else {
        continue
      }
      functions.insert(function)
      let start = closure.functions[function].place
      let site = ObjectPlace(file: start.file, section: start.section, offset: start.offset &+ name.offset)
      // What is no instruction of this kernel names nothing.
      let code = instructions[site] ?? instruction(at: site) ?? RecordedInstruction(isDirectBranch: false)
      instructions[site] = code
      for access in steps.accesses(at: step) {
        accesses.append(
          RecordedReach.Access(
            step: step, function: function, site: site.offset, access: access,
            sight: sight(of: access, code.object, known, stack: steps.stackPointer(at: step))))
      }
      if code.isDirectBranch, let callee = symbols.calleeOutside(of: steps, after: step) {
        missingCalls.append(
          RecordedReach.MissingCall(step: step, function: function, site: site.offset, callee: callee))
      }
    }
    return RecordedReach(accesses: accesses, missingCalls: missingCalls, functions: functions.count)
  }

  /// What the instruction at a place says of where it goes and what it accesses; nil if there is none.
  private func instruction(at place: ObjectPlace) -> RecordedInstruction? {
    let file = context.set.files[place.file]
    let section = file.sections[place.section]
    let start = Int(clamping: place.offset)
    // Another kernel's recording may say more than this one has.
    guard start < section.contents.count else { return nil }
    let end = min(start + Instruction.maximumLength, section.contents.count)
    var scan = CodeScan(section, start..<end, relocations: context.code.relocations[place.file][place.section])
    guard let element = file.bytes.withBytes({ scan.next($0) }), let instruction = element.instruction else {
      return nil
    }
    var result = RecordedInstruction(isDirectBranch: instruction.isDirectBranch)
    for position in element.relocations {
      guard let relocation = scan.relocations?[position], relocation.kind.counts else { continue }
      let use = CodeUse(of: relocation, in: element)
      let leads = context.set.target(of: relocation, in: place.file, distance: use.distance, use.precision)
      guard case .place(let target) = leads.target else { continue }
      switch use.use(ofText: context.set.isText(target)) {
      case .memory, .indirectBranch:
        result.object = context.regions.extent(context.regions.region(target)).start
      case .branch:
        // What is patched at boot goes elsewhere, or nowhere.
        let section = context.set.section(target).name
        result.isDirectBranch =
          Thunk(context.set.name(of: target).symbol, in: section) == nil
          && context.classes[target.file, target.section].linkClass != .staticCall
      case .address, .stored, .replacedCall: break
      }
    }
    return result
  }

  private func sight(
    of access: RecordedAccess, _ named: ObjectPlace?, _ known: Set<ObjectPlace>, stack: VirtualAddress
  ) -> RecordedReach.Sight {
    // A PUSH or CALL of what is in memory also writes to the stack, which it does not name.
    let distance = Int64(bitPattern: access.address.rawValue &- stack.rawValue)
    guard let named, !(-16...16).contains(distance) else { return .throughPointer }
    return known.contains(named) ? .inClosure(named) : .missing(named)
  }
}

/// An instruction that was recorded, as the object file has it.
private struct RecordedInstruction {
  /// Whether it calls or jumps to a place that it says itself.
  var isDirectBranch: Bool
  /// The object that it reads or writes by its name; nil if there is none.
  var object: ObjectPlace?
}

extension Instruction {
  fileprivate var isDirectBranch: Bool {
    switch flow {
    case .call, .jump, .conditionalJump: true
    case .next, .indirectCall, .indirectJump, .return, .stop: false
    }
  }
}
