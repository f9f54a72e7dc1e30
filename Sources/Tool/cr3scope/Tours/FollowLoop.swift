import Canvas
import Replay
import Terminal

/// The second terminal of a presentation.
enum FollowLoop {
  /// How often the file is looked at, in milliseconds.
  private static let interval = 100

  /// Shows notes of the stop that the presenter is at, until the user quits.
  static func run(_ opened: OpenedTour, file: String, options: Terminal.Options, glyphs: Glyphs) throws {
    var terminal = try Terminal(options: options)
    var reader = FollowReader(file)
    let view = FollowView(opened.tour)
    var stop: Int?
    var other: String?
    while true {
      if let next = reader.next() {
        other = next.tour == opened.name ? nil : next.tour
        if other == nil && next.stop < view.stopCount { stop = next.stop }
      }
      terminal.show(view.draw(stop: stop, otherTour: other, size: terminal.size, glyphs: glyphs), cursor: nil)
      switch terminal.nextKey(timeoutMilliseconds: interval) {
      case .character("q")?, .control("C")?, .escape?: return
      case .control("L")?: terminal.redraw()
      case .control("Z")?: terminal.suspend()
      default: break
      }
    }
  }
}
