package import Canvas

/// Which pane stands where, for a size of the screen.
///
///     +--------------------------------------+
///     | title                                |
///     | ribbon                               |
///     | now                                  |
///     +-------------------+------------------+
///     | steps             | map              |
///     +-------------------+------------------+
///     | walk (tall screens)                  |
///     | cr3                                  |
///     | footer                               |
///     +--------------------------------------+
///
/// A very large screen shows verdict, buffers and TLB of a scenario at the right of steps, map and walk.
///
/// Panes that do not fit are empty. Below 40x12 all are.
package struct Layout: Equatable, Sendable {
  /// The name, the design and the position; one row.
  package let title: Rect
  /// The timeline.
  package let ribbon: Rect
  /// What happens at this step.
  package let now: Rect
  /// All of steps and map: where help and walk open.
  package let body: Rect
  /// The list of steps.
  package let steps: Rect
  /// The map of the spaces.
  package let map: Rect
  /// The walk of the current address, if there is room for it beside the rest.
  package let walk: Rect
  /// What a large screen shows of a scenario beside the rest: verdict, buffers and TLB, one below the other.
  package let extra: Rect
  /// Where text over the panes opens: the body, and the walk below it.
  package let overlay: Rect
  /// The register.
  package let cr3: Rect
  /// Keys, messages and the prompt; one row.
  package let footer: Rect

  /// The smallest screen that shows anything.
  package static let minimum = Size(width: 40, height: 12)

  /// Divides a screen. `focus` decides which list a narrow screen shows; a scenario has more to say of a moment.
  package init(_ size: Size, focus: Pane, isScenario: Bool = false) {
    let isLarge = size.width >= Self.minimum.width && size.height >= Self.minimum.height
    var rest = Rect(isLarge ? size : Size(width: 0, height: 0))
    (title, rest) = rest.splitTop(1)
    (footer, rest) = rest.splitBottom(1)
    (ribbon, rest) = rest.splitTop(size.height >= 20 ? 3 : size.height >= 16 ? 2 : 1)
    let more = isScenario && size.height >= 20 ? 1 : 0
    (now, rest) = rest.splitTop(size.height >= 34 ? 8 : size.height >= 20 ? 4 + more : 3)
    (cr3, rest) = rest.splitBottom(size.height >= 20 ? 3 : 0)
    (extra, rest) = rest.splitRight(isScenario && size.width >= 160 && size.height >= 34 ? 62 : 0)
    overlay = rest
    (walk, body) = rest.splitBottom(size.height >= 34 ? 9 : 0)
    if size.width >= 72 {
      let left = body.width * 48 / 100
      steps = body.splitLeft(left).left
      map = body.splitRight(body.width - left - 1).right
    } else {
      let none = Rect(x: 0, y: 0, width: 0, height: 0)
      steps = focus == .map ? none : body
      map = focus == .map ? body : none
    }
  }
}

extension Explorer {
  /// Where the panes stand now.
  package var layout: Layout { Layout(state.size, focus: state.focus, isScenario: run != nil) }
}
