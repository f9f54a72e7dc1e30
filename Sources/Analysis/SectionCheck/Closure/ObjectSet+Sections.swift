import ELF

// What those ask who know nothing of object files.

extension ObjectSet {
  /// Whether a place is in code.
  package func isText(_ place: ObjectPlace) -> Bool { section(place).isText }

  /// Whether a relocation leads into code.
  func isText(_ target: RelocationTarget) -> Bool {
    if case .place(let place) = target { isText(place) } else { false }
  }

  /// Whether the first section of a name in a file is code.
  package func isText(section name: String, ofFile file: Int) -> Bool {
    files[file].sections.first { $0.name == name }?.isText ?? false
  }

  /// The names of the files, in their order.
  package var fileNames: [String] { files.map(\.name) }
}
