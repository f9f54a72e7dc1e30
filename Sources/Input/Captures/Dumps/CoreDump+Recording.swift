package import Diagnostics
import PageTables
package import Recordings

extension CoreDump {
  /// A recording without steps: the machine as processor `cpu`, counted from 0, saw it.
  ///
  /// Throws if the dump has processors but not this one. Without any, control
  /// registers are unknown.
  package func recording(cpu: Int = 0, assuming assumptions: Assumptions = Assumptions()) throws(ParseError)
    -> Recording
  {
    guard cpus.isEmpty || cpus.indices.contains(cpu) else {
      let last = cpus.count - 1
      throw ParseError(file: name, found: "no CPU \(cpu)", expected: last == 0 ? "0" : "0 to \(last)")
    }
    let state =
      cpus.isEmpty
      ? registersOnly
        ?? CPUState(
          controls: .unknown(besides: .flags), cpl: 0, rip: VirtualAddress(0), rsp: VirtualAddress(0), rflags: 0)
      : cpus[cpu]
    var notices = notices + assumptions.notices(beside: state.controls)
    if cpus.count > 1 {
      notices.append(Notice(.note, "the dump has \(cpus.count) CPUs: shown is CPU \(cpu) (--cpu)"))
    }
    notices += pagingNotices(ofCPU: cpu, assuming: assumptions)
    let machine = Machine(
      controls: assumptions.applied(to: state.controls), cpl: state.cpl, rip: state.rip,
      memory: SparseMemory(base: memory), alignmentCheck: state.alignmentCheck)
    var recording = Recording(name: name, start: machine, hasTables: true, notices: notices)
    recording.hasRegisters = !cpus.isEmpty || registersOnly != nil
    return recording
  }

  /// A warning if a processor did not use the tables that its CR3 leads to, or uses them in a way that is not modelled.
  /// Intel SDM vol. 3A, section 4.1.1.
  func pagingNotices(ofCPU cpu: Int, assuming assumptions: Assumptions) -> [Notice] {
    guard cpus.indices.contains(cpu) else { return [] }
    let impossible = impossibilities(ofCPU: cpu, assuming: assumptions)
    guard let doubt = cpus[cpu].controls.doubt else { return impossible + unmodelled(cpus[cpu].controls) }
    let message =
      switch doubt {
      case .realMode:
        "CR0.PE is 0: CPU \(cpu) was in real mode or never started; its tables are walked as if paging were on"
      case .shortPaging: "CR4.PAE is 0: CPU \(cpu) used 32-bit paging; its tables are walked as if they had 4 levels"
      default: "CR0.PG is 0: CPU \(cpu) had paging off; its tables are walked as if it were on"
      }
    return [Notice(.warning, message)] + impossible
  }

  /// A warning for what no processor has in its control registers: paging without protection, and reserved bits of CR3,
  /// which are those from MAXPHYADDR on but for LAM's 61 and 62. Bit 63 is only in the operand of MOV.
  /// Intel SDM vol. 3A, section 2.5.
  private func impossibilities(ofCPU cpu: Int, assuming assumptions: Assumptions) -> [Notice] {
    let state = cpus[cpu]
    let controls = assumptions.applied(to: state.controls)
    var words: [String] = []
    if controls.cr0 >> 31 & 1 == 1 && controls.cr0 & 1 == 0 {
      words.append("CR0.PG is 1 and CR0.PE is 0, which no processor has: the registers of CPU \(cpu) are wrong")
    }
    let bits = (controls.physicalBits..<64).filter { $0 != 61 && $0 != 62 && state.storedCR3.rawValue >> $0 & 1 == 1 }
    if !bits.isEmpty {
      let list = bits.map { "\($0)" }.joined(separator: ", ")
      let verb = bits.count == 1 ? "bit \(list) of CR3 of CPU \(cpu) is" : "bits \(list) of CR3 of CPU \(cpu) are"
      words.append("\(verb) reserved and set, which no processor has")
    }
    return words.map { Notice(.warning, $0) }
  }

  /// A warning for each feature of the paging unit that is on and changes answers which are given without it.
  /// Intel SDM vol. 3A, sections 4.6.1 (shadow stacks), 4.6.2 (keys), and "Linear-Address Pre-Processing" (LASS, LAM);
  /// FRED delivers events by its own rules. The bits: section 2.5,
  /// and Linux 6.12 arch/x86/include/uapi/asm/processor-flags.h.
  private func unmodelled(_ controls: Controls) -> [Notice] {
    var features: [String] = []
    func note(_ word: UInt64, _ bits: UInt64, _ name: String) { if word & bits != 0 { features.append(name) } }
    note(controls.cr4, 1 << 22, "protection keys of user pages (CR4.PKE)")
    note(controls.cr4, 1 << 23, "control-flow enforcement, with its shadow stacks (CR4.CET)")
    note(controls.cr4, 1 << 24, "protection keys of supervisor pages (CR4.PKS)")
    note(controls.cr4, 1 << 27, "linear-address space separation (CR4.LASS)")
    note(controls.cr4, 1 << 28, "linear-address masking for supervisor pointers (CR4.LAM_SUP)")
    note(controls.cr4, 1 << 32, "flexible return and event delivery (CR4.FRED)")
    note(controls.cr3.rawValue, 1 << 61 | 1 << 62, "linear-address masking for user pointers (CR3.LAM)")
    return features.map { Notice(.warning, "\($0) is on and not modelled: answers are those without it") }
  }
}
