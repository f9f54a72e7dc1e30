/// What can be switched about a modelled machine and its kernel, beside the design.
package struct Settings: Hashable, Sendable {
  /// When a private syscall gives the private space back.
  package enum GatePolicy: String, CaseIterable, Sendable {
    /// At the exit to user code: one flip there and one back, whatever is called.
    case sticky
    /// At the end of each gate.
    case scoped
  }

  /// What happens when exposed code reaches for what is private.
  package enum FaultPolicy: String, CaseIterable, Sendable {
    /// The kernel stops: it is a bug that the section check finds.
    case strict
    /// The fault is counted and the code goes on in the private space.
    case lenient
  }

  /// Which kernel text the exposed space maps.
  package enum TextPolicy: String, CaseIterable, Sendable {
    /// All of it: text is public anyway.
    case `public`
    /// Only the sections of exposed text.
    case split
  }

  /// How siblings are held while private work is done.
  package enum SyncMode: String, CaseIterable, Sendable {
    /// The thread waits until no sibling runs user code.
    case ack
    /// It sends the interrupt and goes on: the sibling runs a little longer.
    case async
    /// Siblings are not held.
    case off
  }

  /// What decides what the third space of `asi3` maps.
  package enum MappingPolicy: String, CaseIterable, Sendable {
    /// The classes of sections.
    case sections
    /// An array of ranges, as in RFC v2: see ``Scenario``'s ranges.
    case ranges
  }

  /// CR4.PCIDE: translations are tagged, and a CR3 write can keep them.
  package var pcid = true
  /// VERW clears the buffers at the return to user code.
  package var verw = true
  /// VERW clears the buffers before a thread sleeps (the static key cpu_buf_idle_clear).
  package var idleVerw = true
  /// CR4.SMAP.
  package var smap = true
  /// CR4.SMEP.
  package var smep = true
  /// Page-table entries that are not present are inverted, so that they name no cached memory.
  package var pteInversion = true
  /// The processor has RDCL: Meltdown works.
  package var rdclCPU = true
  /// The processor has MDS.
  package var mdsCPU = true
  /// The processor has L1TF.
  package var l1tfCPU = true
  /// Siblings are held while a thread is in the kernel, also without a private space (core scheduling's
  /// kernel protection; never merged in Linux).
  package var kernelProtect = false
  /// The two halves share one PCID: a bug, to be seen with stale translations.
  package var sharedPCID = false
  /// NMI and paranoid exits write CR3 even if nothing was switched, as before Linux 6.8.
  package var oldRestoreCR3 = false
  /// `pti` also maps kernel text for user code, as Linux does for speed without PCID and with pti=auto.
  package var ptiMapsText = false
  /// When gates give the private space back.
  package var gates = GatePolicy.sticky
  /// What a missing gate leads to.
  package var faults = FaultPolicy.strict
  /// Which text is exposed.
  package var text = TextPolicy.public

  /// The second thread of the core is on.
  package var smt = true
  /// How siblings are held.
  package var sync = SyncMode.ack
  /// Core scheduling: only threads with one cookie run at the same time on a core.
  /// Linux 6.12 Documentation/admin-guide/hw-vuln/core-scheduling.rst.
  package var coreScheduling = true
  /// `gasi` tags translations, so that its CR3 writes keep the TLB; the public series does not yet.
  package var gasiTLB = false
  /// `gasi` maps what belongs to one process in that process's restricted space; the series of 2024 does not.
  package var gasiLocal = true
  /// What decides what the third space of `asi3` maps.
  package var asiMap = MappingPolicy.sections
  /// Defect D1 of RFC v2: the NMI reads the session before CR3 is switched, and user spaces do not map it.
  package var asiD1 = false
  /// Defect D2 of RFC v2: the NMI takes the CR3 to give back from the wrong register.
  package var asiD2 = false
  /// Defect D4: an entry to the third space without the barrier against interrupts.
  package var asiD4 = false

  /// The usual machine: everything on, no bug.
  package init() {}

  /// Whether VERW is patched in: it is asked for, and the processor needs it (X86_FEATURE_CLEAR_CPU_BUF).
  package var clearsBuffers: Bool { verw && mdsCPU }
}
