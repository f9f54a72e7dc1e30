package import Canvas
package import Commands

/// What the presenter sees on a second terminal: notes, the answer, and what comes next.
package struct FollowView: Sendable {
  private let tour: Tour
  private let plan: TourPlan

  /// The view of a tour.
  package init(_ tour: Tour) {
    self.tour = tour
    plan = TourPlan(tour)
  }

  /// How many stops the tour has.
  package var stopCount: Int { plan.stops.count }

  /// Draws what belongs to a stop, from 0; nil before the presentation has begun. `otherTour` is what the presenter
  /// shows, if that is not this tour.
  package func draw(stop: Int?, otherTour: String? = nil, size: Size, glyphs: Glyphs) -> Grid {
    var grid = Grid(size: size, glyphs: glyphs)
    let place = stop.map { "\($0 + 1)/\(stopCount)\(plan.stops[$0].mark.map { "  \($0)" } ?? "")" }
    grid.fill(Rect(x: 0, y: 0, width: size.width, height: 1), " ", Style(.title, .reverse))
    grid.write(
      " \(tour.title)  \(otherTour.map { "the presenter shows \($0)" } ?? place ?? "waiting for the presenter")", x: 0,
      y: 0, style: Style(.title, [.reverse, .bold]),
      width: size.width, overflow: .ellipsis)
    guard let stop else { return grid }
    var y = 2
    write("NOTES", plan.notes(at: stop, of: tour), Style(.text, .bold), y: &y, on: &grid)
    write("ON THE SCREEN", [words(at: stop)], Style(.narration), y: &y, on: &grid)
    write("ANSWER", [plan.answer(at: stop, of: tour)?.text ?? ""], Style(.ok, .bold), y: &y, on: &grid)
    guard stop + 1 < stopCount else {
      write("NEXT", ["nothing: this is the end"], Style(.dim), y: &y, on: &grid)
      return grid
    }
    let commands = tour.lines[plan.stops[stop + 1].lines].map(\.command).filter { !$0.waits && !$0.isExpectation }
      .map(\.text)
    write("NEXT", plan.notes(at: stop + 1, of: tour) + commands + [words(at: stop + 1)], Style(.dim), y: &y, on: &grid)
    return grid
  }

  private func words(at stop: Int) -> String {
    switch plan.stops[stop].kind {
    case .answer: "the answer, and why"
    case .end: "the end"
    default: plan.words(at: stop, of: tour) ?? ""
    }
  }

  private func write(_ heading: String, _ texts: [String], _ style: Style, y: inout Int, on grid: inout Grid) {
    let texts = texts.filter { !$0.isEmpty }
    guard !texts.isEmpty else { return }
    grid.write(heading, x: 1, y: y, style: Style(.heading, .bold))
    y += 1
    for text in texts {
      for line in Narration.lines(text, width: grid.size.width - 2, .reading) {
        grid.write(line, x: 3, y: y, style: style)
        y += 1
      }
    }
    y += 1
  }
}

extension Command {
  /// Whether it only checks.
  fileprivate var isExpectation: Bool { if case .expect = self { true } else { false } }
}
