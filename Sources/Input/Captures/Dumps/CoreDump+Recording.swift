package import Diagnostics
package import Machine
import PageTables

extension CoreDump {
  /// A recording without steps: the machine as processor `cpu`, counted from 0, saw it.
  ///
  /// Throws if the dump has processors but not this one. Without any, CR3 is 0 and the other registers are
  /// those of a usual Linux.
  package func recording(cpu: Int = 0, assuming assumptions: Assumptions = Assumptions()) throws(ParseError)
    -> Recording
  {
    var notices = notices + assumptions.notices
    guard cpus.isEmpty || cpus.indices.contains(cpu) else {
      let last = cpus.count - 1
      throw ParseError(file: name, found: "no CPU \(cpu)", expected: last == 0 ? "0" : "0 to \(last)")
    }
    if cpus.count > 1 {
      notices.append(Notice(.note, "the dump has \(cpus.count) CPUs: shown is CPU \(cpu) (--cpu)"))
    }
    notices += pagingNotices(ofCPU: cpu)
    let state =
      cpus.isEmpty
      ? registersOnly
        ?? CPUState(controls: .linux(cr3: CR3(0)), cpl: 0, rip: VirtualAddress(0), rsp: VirtualAddress(0))
      : cpus[cpu]
    let machine = Machine(
      controls: assumptions.applied(to: state.controls), cpl: state.cpl, rip: state.rip,
      memory: SparseMemory(base: memory))
    return Recording(name: name, start: machine, hasTables: true, notices: notices)
  }

  /// A warning if a processor did not use the tables that its CR3 leads to. Intel SDM vol. 3A, section 4.1.1.
  func pagingNotices(ofCPU cpu: Int) -> [Notice] {
    guard cpus.indices.contains(cpu), !cpus[cpu].controls.pagingEnabled else { return [] }
    return [Notice(.warning, "CR0.PG is 0: CPU \(cpu) had paging off; its tables are walked as if it were on")]
  }
}
