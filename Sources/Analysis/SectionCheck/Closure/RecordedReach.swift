import Bytes
import ELF
import Isolation
package import Machine
import PageTables

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

  /// In the order of the recording.
  package let accesses: [Access]
  /// How many of the closure's functions ran.
  package let functions: Int

  /// Whether the closure lacks something that it should have.
  package var isContradicted: Bool {
    accesses.contains { if case .missing = $0.sight { true } else { false } }
  }
}

extension ClosureFinder {
  /// Compares a closure with the steps of a recording. Steps are found by their symbols, so that the kernel has to be
  /// the one that the files were linked to, but may be at any address.
  package func reach(of closure: Closure, in steps: StepTable) -> RecordedReach {
    let positions = positions(of: closure, in: steps)
    let known = Set(closure.objects.map(\.place))
    var accesses: [RecordedReach.Access] = []
    var functions: Set<Int> = []
    for step in 0..<steps.count where steps.cpl(at: step) == 0 {
      guard let name = SymbolName(steps.site(at: step).symbol), let function = positions[name.symbol] else { continue }
      functions.insert(function)
      let start = closure.functions[function].place
      let site = ObjectPlace(file: start.file, section: start.section, offset: start.offset &+ name.offset)
      let named = namedObject(at: site)
      for access in steps.accesses(at: step) {
        accesses.append(
          RecordedReach.Access(
            step: step, function: function, site: site.offset, access: access,
            sight: sight(of: access, named, known, stack: steps.stackPointer(at: step))))
      }
    }
    return RecordedReach(accesses: accesses, functions: functions.count)
  }

  /// The positions of the functions that the steps are in, by whatever name the recording has for them.
  private func positions(of closure: Closure, in steps: StepTable) -> [String: Int] {
    var positions: [ObjectPlace: Int] = [:]
    for (position, function) in closure.functions.enumerated() { positions[function.place] = position }
    let names = Set(steps.sites.compactMap { SymbolName($0.symbol)?.symbol })
    var found: [String: Int] = [:]
    for (name, place) in context.set.places(where: { names.contains($0) }) {
      if let position = positions[place], found[name] == nil { found[name] = position }
    }
    return found
  }

  /// The object that the instruction at a place reads or writes by its name; nil if there is none.
  private func namedObject(at place: ObjectPlace) -> ObjectPlace? {
    let file = context.set.files[place.file]
    let section = file.sections[place.section]
    let start = Int(clamping: place.offset)
    // Another kernel's recording may say more than this one has.
    guard start < section.contents.count else { return nil }
    var scan = CodeScan(
      section, start..<section.contents.count, relocations: context.code.relocations[place.file][place.section])
    guard let element = file.bytes.withBytes({ scan.next($0) }), element.instruction != nil else { return nil }
    for position in element.relocations {
      guard let relocation = scan.relocations?[position] else { continue }
      let use = CodeUse(of: relocation, in: element)
      let target = context.set.target(of: relocation, in: place.file, distance: use.distance)
      guard use.use == .memory || use.use == .indirectBranch, case .place(let object) = target else { continue }
      return context.regions.extent(context.regions.region(object)).start
    }
    return nil
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

/// A symbol of a recording: "foo+0x1a", or "foo" at its start.
private struct SymbolName {
  let symbol: String
  let offset: UInt64

  init?(_ text: String) {
    guard !text.isEmpty else { return nil }
    guard let plus = text.lastIndex(of: "+"), text[plus...].hasPrefix("+0x"),
      let offset = UInt64(text[plus...].dropFirst(3), radix: 16)
    else {
      symbol = text
      offset = 0
      return
    }
    symbol = String(text[..<plus])
    self.offset = offset
  }
}
