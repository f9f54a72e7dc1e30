import Diagnostics
import Isolation
import PageTables

extension WalkReport {
  /// Writes a line a level with the rights as they narrow, then the page, the answer and warnings.
  ///
  ///     0xffffffff81400000 in space U, CR3 0x000000000053f000
  ///     PML4[511]  0x000000000053fff8  0x0000000001826067  P RW US A D   rwx U  -> PDPT 0x1826000
  ///     PDPT[510]  0x0000000001826ff0  0x0000000001827063  P RW A D      rwx S  -> PD 0x1827000
  ///     PD[10]     0x0000000001827050  0x00000000014001a1  P A PS G      r-x S  -> 2M page 0x1400000
  ///     mapped     0x0000000001400000 in a 2M page, r-x, supervisor
  ///     FAULT  #PF 0x5 (protection, user, read): denied at level 3: PDPT[510] has US=0
  package func writeText(to sink: inout ByteSink) {
    sink.append(address: walk.address.rawValue)
    sink.append(" in space \(space.name), CR3 ")
    sink.append(address: space.cr3.rawValue)
    sink.endLine()
    let steps = steps
    let flags = steps.map { $0.visit.entry.flagNames(at: $0.visit.level).joined(separator: " ") }
    let width = max(flags.map(\.utf8.count).max() ?? 0, 12)
    for (step, flags) in zip(steps, flags) {
      write(step.visit, flags.isEmpty ? "-" : flags, width: width, step.rights, to: &sink)
    }
    writeOutcome(to: &sink)
    sink.append(sentence.full)
    sink.endLine()
    if let leaks, !leaks.isEmpty { sink.append("LEAK   \(leaks.joined(separator: ", "))\n") }
    if leaks == nil { sink.append("LEAK   unknown\n") }
    for notice in notices where notice.severity == .warning { sink.append("warning: \(notice.message)\n") }
  }

  private func write(
    _ visit: Walk.Visit, _ flags: String, width: Int, _ rights: Rights, to sink: inout ByteSink
  ) {
    sink.append(place(at: visit.level), width: 11)
    sink.append(address: visit.address.rawValue)
    sink.append("  ")
    sink.append(address: visit.entry.rawValue)
    sink.append("  ")
    sink.append(flags, width: width + 2)
    let reserved = reservedBits(of: visit)
    if !visit.entry[.present] {
      sink.append("       -> not present")
    } else if reserved != 0 {
      sink.append("       -> reserved bits 0x" + String(reserved, radix: 16))
    } else {
      sink.append(rights.letters + (rights.contains(.user) ? " U" : " S") + "  -> " + target(of: visit))
    }
    sink.endLine()
  }

  private func target(of visit: Walk.Visit) -> String {
    let entry = visit.entry
    if entry.isLeaf(at: visit.level) {
      let address = String(entry.pageAddress(at: visit.level).rawValue, radix: 16)
      return "\(visit.level.pageSize?.name ?? "") page 0x\(address)"
    }
    return "\(visit.level.below?.name ?? "") 0x" + String(entry.tableFrame.address.rawValue, radix: 16)
  }

  private func writeOutcome(to sink: inout ByteSink) {
    switch walk.outcome {
    case .mapped(let physical, let size):
      sink.append("mapped     ")
      sink.append(address: physical.rawValue)
      sink.append(" in a \(size.name) page, \(walk.rights.words)\n")
    case .notPresent(let level):
      sink.append("unmapped   \(place(at: level)) is not present\n")
    case .reserved(let level, _):
      sink.append("malformed  \(place(at: level)) has reserved bits set\n")
    case .unreadable(let level, let table):
      sink.append(place(at: level), width: 11)
      sink.append("! the input does not hold the table at ")
      sink.append(address: table.address.rawValue)
      sink.endLine()
    case .notCanonical:
      sink.append("unmapped   no walk: the address is not canonical\n")
    }
  }

  /// "PML4[511]".
  private func place(at level: Level) -> String {
    "\(level.name)[\(walk.address.index(at: level))]"
  }
}
