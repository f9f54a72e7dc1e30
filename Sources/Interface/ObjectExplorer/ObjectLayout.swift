package import Canvas
import Chassis

/// Which pane stands where, for a size of the screen.
///
///     +--------------------------------------+       +--------------------------------------+
///     | title                                |       | title                                |
///     +--------------------------------------+       +-------------------+------------------+
///     | list                                 |       | list              | detail           |
///     +--------------------------------------+  or   |                   |                  |
///     | detail                               |       |                   |                  |
///     +--------------------------------------+       +-------------------+------------------+
///     | footer                               |       | footer                               |
///     +--------------------------------------+       +--------------------------------------+
///
/// Below 40x12 all panes are empty.
package struct ObjectLayout: Equatable, Sendable {
  /// The name, the design and the counts; one row.
  package let title: Rect
  /// All between title and footer: where the overlays open.
  package let body: Rect
  /// The rows of the list, below its border.
  package let list: Rect
  /// The border and the rows of the list.
  package let listPane: Rect
  /// The border and the lines of what is known of the row under the cursor.
  package let detail: Rect
  /// Keys, messages and the prompt; one row.
  package let footer: Rect

  /// From this width on the detail stands beside the list.
  private static let sideBySide = 110

  /// Divides a screen.
  package init(_ size: Size) {
    var rest = Rect(size.holdsPanes ? size : Size(width: 0, height: 0))
    (title, rest) = rest.splitTop(1)
    (footer, body) = rest.splitBottom(1)
    if size.width >= Self.sideBySide {
      let left = body.width * 55 / 100
      listPane = body.splitLeft(left).left
      detail = body.splitRight(body.width - left - 1).right
    } else {
      (listPane, detail) = body.splitTop(body.height / 2)
    }
    list = listPane.splitTop(1).rest
  }

  /// Whether the detail stands beside the list, with a line between them.
  package var isSideBySide: Bool { detail.x > listPane.x }
}

extension ObjectExplorer {
  /// Where the panes stand now.
  package var layout: ObjectLayout { ObjectLayout(state.size) }
}
