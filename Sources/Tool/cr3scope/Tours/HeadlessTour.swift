import Canvas
import Commands
import Diagnostics
import Replay
import Timelines

/// A tour that is played without a terminal: its needs are fulfilled, its failures gathered.
struct HeadlessTour {
  /// The tour and where its inputs come from.
  let opened: OpenedTour
  /// What plays it.
  var player: Player
  private let glyphs: Glyphs
  private let folder: OutputFolder?
  private let screens: Screens

  /// What becomes of the screens that a tour names.
  enum Screens {
    /// They are written to the folder, if there is one.
    case write
    /// They are compared with the files of the folder, or of the tour's folder.
    case compare
  }

  /// Prepares a tour for a screen of a size.
  init(_ argument: String, size: Size, glyphs: Glyphs, folder: OutputFolder?, screens: Screens) throws {
    opened = try OpenedTour.open(argument)
    player = Player(opened.tour, start: try OpenedTour.first(), size: size, progress: LongWork.progress)
    self.glyphs = glyphs
    self.folder = folder
    self.screens = screens
  }

  /// Goes to a stop, from 0, and fulfils what is needed on the way.
  mutating func go(to stop: Int) throws {
    player.go(to: stop)
    while !LongWork.isInterrupted, let need = player.proceed() {
      switch need {
      case .open(let line): open(line)
      case .screen(let line): try takeScreen(line)
      }
    }
    if player.cutLines > 0 {
      player.cut()
    }
  }

  /// Opens what a line names. What is lost or doubtful about it is said, since nobody reads that on a screen here.
  private mutating func open(_ line: Tour.Line) {
    do throws(ParseError) {
      let timeline = try opened.timeline(of: line, LongWork.progress)
      timeline.recording.complainOfLosses(at: "cr3scope: \(line.place): ")
      player.opened(timeline, by: line, shellName: opened.shellName(of: line))
    } catch {
      player.cannotOpen("\(error)")
    }
  }

  private mutating func takeScreen(_ line: Tour.Line) throws {
    guard case .screen(let name) = line.command else { return }
    let screen = ScreenFile(name: name, grid: player.draw(glyphs: glyphs))
    switch screens {
    case .write: try folder?.write(name) { screen.write(to: &$0) }
    case .compare:
      let path = folder?.file(name) ?? line.path ?? name
      if let problem = screen.difference(from: path) { player.differs(problem) }
    }
  }
}
