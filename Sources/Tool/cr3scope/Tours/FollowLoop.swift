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
    while true {
      if let next = reader.next(), next < view.stopCount { stop = next }
      terminal.show(view.draw(stop: stop, size: terminal.size, glyphs: glyphs), cursor: nil)
      switch terminal.nextKey(timeoutMilliseconds: interval) {
      case .character("q")?, .control("C")?, .escape?: return
      case .control("L")?: terminal.redraw()
      case .control("Z")?: terminal.suspend()
      default: break
      }
    }
  }
}
