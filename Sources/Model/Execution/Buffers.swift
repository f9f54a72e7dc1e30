package import Isolation

/// What may be left of earlier work inside of a processor core, as labels of what was touched.
///
/// *did*: what was touched. *may*: what was mapped while kernel code ran, since speculation can touch all of
/// that and nothing else. Demonstrations use the former, guarantees the latter. A model of this project.
package struct Buffers: Hashable, Sendable {
  /// One buffer's contents in both senses.
  package struct Contents: Hashable, Sendable {
    /// What was touched.
    package var did: LabelSet = []
    /// What may have been touched.
    package var may: LabelSet = []

    mutating func formUnion(did: LabelSet, may: LabelSet) {
      self.did.formUnion(did)
      self.may.formUnion(may)
    }
  }

  /// The store buffer of the thread whose turn it is.
  package var store = Contents()
  /// The store buffer of the other thread.
  package var siblingStore = Contents()
  /// Fill buffers and load ports, shared by the threads of a core.
  package var fill = Contents()
  /// The level 1 data cache, shared by the threads of a core.
  package var l1d = Contents()

  /// Nothing is left of anything.
  package init() {}

  /// Takes note of a step that read and wrote these labels while `mapped` could be reached.
  package mutating func note(read: LabelSet, written: LabelSet, mapped: LabelSet) {
    let did = read.union(written)
    store.formUnion(did: written, may: mapped.union(written))
    fill.formUnion(did: did, may: mapped.union(did))
    l1d.formUnion(did: did, may: mapped.union(did))
  }

  /// Looks at the core from the other thread.
  package mutating func swapThreads() { swap(&store, &siblingStore) }

  /// VERW with microcode: clears the store buffer and the fill buffers.
  /// Linux 6.12 Documentation/arch/x86/mds.rst.
  package mutating func verw() {
    store = Contents()
    fill = Contents()
  }

  /// A flush of the level 1 data cache, which clears what VERW clears too but for the store buffer.
  package mutating func flushL1D() {
    l1d = Contents()
    fill = Contents()
  }
}
