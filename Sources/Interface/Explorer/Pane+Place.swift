import Commands

extension Pane {
  /// Whether it lies over the others when it is asked for.
  var isOverlay: Bool {
    switch self {
    case .ribbon, .now, .steps, .map, .cr3: false
    case .walk, .verdict, .tlb, .buffers, .derivation, .findings, .compare, .toggles, .inject,
      .help:
      true
    }
  }

  /// Whether its rows are chosen from.
  var isMenu: Bool { self == .toggles || self == .inject }
}
