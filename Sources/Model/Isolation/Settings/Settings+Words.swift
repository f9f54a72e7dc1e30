extension Settings {
  /// One setting: its word, what it says, and how a word of its values is read and written.
  package struct Key: Sendable {
    /// The word, as scenarios and the prompt have it.
    package let name: String
    /// What it switches, in a few words.
    package let about: String
    /// The words of its values.
    package let values: [String]
    /// The word of the present value.
    package let get: @Sendable (Settings) -> String
    /// Takes one of `values`.
    package let set: @Sendable (inout Settings, String) -> Void
  }

  /// All settings, in the order in which they are shown.
  package static let keys: [Key] = [
    toggle("pcid", "tagged translations (CR4.PCIDE)", \.pcid),
    toggle("verw", "VERW clears buffers at the return to user code", \.verw),
    toggle("idle-verw", "VERW clears buffers before a thread sleeps", \.idleVerw),
    toggle("smap", "the kernel does not touch user pages (CR4.SMAP)", \.smap),
    toggle("smep", "the kernel does not run user pages (CR4.SMEP)", \.smep),
    toggle("pte-inversion", "entries that are not present name no memory", \.pteInversion),
    choice("gates", "when the private space is given back", \.gates),
    choice("faults", "what a missing gate leads to", \.faults),
    choice("text", "which kernel text is exposed", \.text),
    toggle("rdcl", "the processor has Meltdown", \.rdclCPU),
    toggle("mds", "the processor has MDS", \.mdsCPU),
    toggle("l1tf", "the processor has L1TF", \.l1tfCPU),
    toggle("kernel-protect", "siblings are held at every kernel entry", \.kernelProtect),
    toggle("shared-pcid", "a bug: both halves share one PCID", \.sharedPCID),
    toggle("old-restore", "NMI exits always write CR3 (before 6.8)", \.oldRestoreCR3),
    toggle("pti-text", "pti maps kernel text for user code", \.ptiMapsText),
    toggle("smt", "the second thread of the core is on", \.smt),
    choice("sync", "how siblings are held during private work", \.sync),
    toggle("core-sched", "only threads with one cookie share a core", \.coreScheduling),
    toggle("gasi-tlb", "gasi's CR3 writes keep the TLB", \.gasiTLB),
    toggle("gasi-local", "gasi maps a process's own kernel data", \.gasiLocal),
    choice("asi-map", "what the third space of asi3 maps", \.asiMap),
    toggle("asi-d1", "a bug: the NMI reads asi3's session too early", \.asiD1),
    toggle("asi-d2", "a bug: the NMI gives back a wrong CR3", \.asiD2),
    toggle("asi-d4", "a bug: no barrier at the entry of asi3", \.asiD4),
  ]

  /// The setting of a name.
  package static func key(_ name: String) -> Key? { keys.first { $0.name == name } }

  private static func toggle(_ name: String, _ about: String, _ path: any WritableKeyPath<Settings, Bool> & Sendable)
    -> Key
  {
    Key(
      name: name, about: about, values: ["on", "off"], get: { $0[keyPath: path] ? "on" : "off" },
      set: { $0[keyPath: path] = $1 == "on" })
  }

  private static func choice<Value: RawRepresentable<String> & CaseIterable & SendableMetatype>(
    _ name: String, _ about: String, _ path: any WritableKeyPath<Settings, Value> & Sendable
  ) -> Key {
    Key(
      name: name, about: about, values: Value.allCases.map(\.rawValue), get: { $0[keyPath: path].rawValue },
      set: { settings, word in
        if let value = Value(rawValue: word) { settings[keyPath: path] = value }
      })
  }
}
