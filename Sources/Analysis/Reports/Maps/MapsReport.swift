package import Diagnostics
package import Isolation
package import PageTables

/// What one space maps, as JSON, CSV or text.
package struct MapsReport {
  /// The space.
  package let space: Space
  /// Its mappings.
  package let mappings: Mappings
  /// The registers of the walk.
  package let controls: Controls
  /// Remarks about the input that belong into the answer.
  package let notices: [Notice]
  /// Which mappings are listed; nil for all. Counts and losses are those of the whole space.
  package let isListed: ((Mapping) -> Bool)?

  /// Takes what was enumerated; `controls` are those of the enumeration.
  package init(
    space: Space, mappings: Mappings, controls: Controls, notices: [Notice] = [],
    isListed: ((Mapping) -> Bool)? = nil
  ) {
    self.space = space
    self.mappings = mappings
    self.controls = controls
    self.notices = notices
    self.isListed = isListed
  }
}

/// The eight texts that rights can be, so that none is made in a loop.
struct RightsLetters {
  private let letters: [Literal]

  init() {
    letters = (0..<8).map { Literal(Rights(rawValue: $0).letters) }
  }

  subscript(rights: Rights) -> Literal { letters[Int(rights.rawValue & 7)] }
}
