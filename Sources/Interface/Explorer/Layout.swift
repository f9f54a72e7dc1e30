package import Canvas
import Chassis
package import Commands
import Execution
import Isolation

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
  /// Where a walk opens: in its own pane if that is wide; else as other text, and over the register too if need be.
  package let walkOverlay: Rect
  /// Where two designs are compared: over everything but title, ribbon and footer.
  package let comparison: Rect
  /// The register.
  package let cr3: Rect
  /// Keys, messages and the prompt; one row.
  package let footer: Rect

  /// The heading of a walk and its four entries.
  private static let walkRows = 5
  /// From this width on the walks of all spaces stand side by side.
  static let walksSideBySide = 110

  /// What there is to show, as far as it needs room.
  package struct Content: Equatable, Sendable {
    /// Whether it is a scenario: it has more to say of a moment.
    package var isScenario = false
    /// Whether the core has a second thread: it has a row of the ribbon, and a line of what happens.
    package var hasSibling = false
    /// Whether the design keeps state beside CR3, which has a line below it.
    package var keepsState = false
    /// How many spaces a process has: a column each.
    package var spaceCount = 2

    /// A recording of one CPU.
    package init() {}
  }

  /// Divides a screen. `focus` decides which list a narrow screen shows.
  package init(_ size: Size, focus: Pane, _ content: Content = Content()) {
    let isScenario = content.isScenario
    let more = content.hasSibling ? 1 : 0
    var rest = Rect(size.holdsPanes ? size : Size(width: 0, height: 0))
    (title, rest) = rest.splitTop(1)
    (footer, rest) = rest.splitBottom(1)
    // Very large screens have the privilege level of the sibling as well.
    let rows = (size.height >= 20 ? 3 : size.height >= 16 ? 2 : 1) + (size.height >= 34 ? 2 * more : more)
    (ribbon, rest) = rest.splitTop(rows)
    comparison = rest
    let nowRows = size.height >= 34 ? 8 : size.height >= 17 ? (isScenario ? 5 : 4) : 3
    (now, rest) = rest.splitTop(nowRows + (size.height >= 17 ? more : 0))
    let state = content.keepsState && size.height >= 24 ? 1 : 0
    (cr3, rest) = rest.splitBottom(size.height >= 20 ? 3 + state : 0)
    (extra, rest) = rest.splitRight(isScenario && size.width >= 160 && size.height >= 34 ? 62 : 0)
    overlay = rest
    (walk, body) = rest.splitBottom(size.height >= 34 ? 9 : 0)
    if !walk.isEmpty && walk.width >= Self.walksSideBySide {
      walkOverlay = walk
    } else {
      let isShort = body.height <= Self.walkRows * content.spaceCount
      walkOverlay =
        isShort ? Rect(x: body.x, y: body.y, width: body.width, height: body.height + cr3.height) : body
    }
    if size.width >= 72 {
      // A third column of rights is worth more to the steps than to the names of the map.
      let left = body.width * (content.spaceCount > 2 && size.width < 100 ? 50 : 48) / 100
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
  package var layout: Layout {
    var content = Layout.Content()
    if let run {
      content.isScenario = true
      content.hasSibling = run.hasSibling
      content.keepsState = run.setup.design.keeps != .none
      content.spaceCount = run.setup.design.spaceKinds.count
    }
    return Layout(state.size, focus: state.focus, content)
  }
}
