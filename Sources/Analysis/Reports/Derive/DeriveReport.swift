package import Derivations
package import Isolation
package import ScenarioModel

/// What a protection scope implies, as text or as JSON.
package struct DeriveReport {
  /// The name of the scenario.
  package let name: String
  /// What was derived.
  package let derivation: Derivation
  /// The design that the scenario runs under; only compared with what comes out.
  package let design: Design

  /// Chooses a derivation and the name of what it was derived from.
  package init(name: String, derivation: Derivation, design: Design) {
    self.name = name
    self.derivation = derivation
    self.design = design
  }
}

extension Derivation.Duty.Kind {
  /// "VERW", "a flush of the L1 data cache", "hold the siblings".
  package var words: String {
    switch self {
    case .verw: "VERW"
    case .flushL1D: "flush of the L1 data cache"
    case .sync: "hold the siblings"
    }
  }
}

extension Need {
  /// Everything from the entry's function to what is needed: "ksys_read > vfs_read > inode.i_size".
  package var route: String { (path.last == object ? path : path + [object]).joined(separator: " > ") }
}
