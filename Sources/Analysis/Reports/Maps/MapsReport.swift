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
  /// Whose the pages are.
  package let classes: PageClasses
  /// Which mappings are listed; nil for all. Counts and losses are those of the whole space.
  package let isListed: ((Mapping, PageClass?) -> Bool)?

  /// Takes what was enumerated; `controls` are those of the enumeration.
  package init(
    space: Space, mappings: Mappings, controls: Controls, classes: PageClasses = PageClasses(), notices: [Notice] = [],
    isListed: ((Mapping, PageClass?) -> Bool)? = nil
  ) {
    self.classes = classes
    self.space = space
    self.mappings = mappings
    self.controls = controls
    self.notices = notices
    self.isListed = isListed
  }

  /// Goes through the rows of the list, each a mapping of one class, as long as the output is open.
  func forEachRow(to sink: inout ByteSink, _ body: (Mapping, PageClass?, inout ByteSink) -> Void) {
    for mapping in mappings {
      guard sink.isOpen else { return }
      classes.forEachPiece(of: mapping) { piece, pageClass in
        if isListed?(piece, pageClass) ?? true { body(piece, pageClass, &sink) }
      }
    }
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
