import Isolation
import PageTables
import Recordings
import Timelines

/// A fault of kernel code that ran in the exposed space and reached for what only the private space maps: found
/// in the steps by the tables alone, without a look at why the engine says it faulted.
struct MissingGate: Hashable {
  /// The function in which it happened.
  let function: String
  /// Bytes from its symbol.
  let offset: Int
  /// The data object; nil if the instruction itself could not be fetched.
  let object: String?
}

extension Timeline {
  /// The missing gates among the steps, in order.
  var missingGates: [MissingGate] {
    let steps = recording.steps
    return (0..<count).compactMap { index in
      guard steps.cpl(at: index) == 0, steps.cr3(at: index).isUserHalf,
        steps.note(at: index)?.flags.contains(.faults) == true
      else { return nil }
      let site = steps.site(at: index)
      let access = steps.accesses(at: index).last
      let address = access?.address ?? site.rip
      let here = walker(at: index, .exposed)
      guard walker(at: index, .private).translate(address) != nil, here.translate(address) == nil else { return nil }
      let parts = site.symbol.split(separator: "+")
      let offset = parts.count > 1 ? Int(parts[1].dropFirst(2), radix: 16) ?? 0 : 0
      return MissingGate(
        function: String(parts[0]), offset: offset, object: access.flatMap { $0.symbol.map { steps.text($0) } })
    }
  }

  private func walker(at index: Int, _ spaceKind: SpaceKind) -> Walker<SparseMemory> {
    let machine = machine(at: index)
    let root = recording.steps.cr3(at: index).root.address.rawValue & ~0x1fff | (spaceKind == .exposed ? 0x1000 : 0)
    return Walker(memory: machine.memory, controls: machine.controls.with(cr3: CR3(root)))
  }
}
